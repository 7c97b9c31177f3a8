package io.jwasm.wasi.engine.memory;

import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.host.HostBudget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What one guest may hold: its own limit, and the daemon's ledger behind it.
///
/// Remembers the last refusal, because a guest that fails after `memory.grow` answered -1 ran out
/// of memory, whatever it says itself. Confined to the guest's thread, but for [#heldBytes], which
/// any thread may ask for, and [#close], which is called after the guest has ended.
public final class GuestBudget implements HostBudget, AutoCloseable {

    private final MemoryLedger ledger;
    private final long limitBytes;
    private final AtomicLong held = new AtomicLong();
    private Optional<String> refusal = Optional.empty();
    private boolean isClosed;

    /// Creates a budget of which nothing is used.
    ///
    /// @param ledger what all guests together may hold
    /// @param limitBytes what this one may
    public GuestBudget(MemoryLedger ledger, long limitBytes) {
        this.ledger = ledger;
        this.limitBytes = limitBytes;
    }

    /// Asks for more, before it is allocated.
    @Override
    public boolean tryReserve(long bytes) {
        if (bytes > limitBytes - held.get()) {
            refuse(bytes, "its limit is " + Bytes.format(limitBytes));
            return false;
        }
        if (!ledger.tryReserve(bytes)) {
            refuse(bytes, "all guests together may hold " + Bytes.format(ledger.capacityBytes()));
            return false;
        }
        held.addAndGet(bytes);
        return true;
    }

    @Override
    public void release(long bytes) {
        held.addAndGet(-bytes);
        ledger.release(bytes);
    }

    /// Takes back what was granted and could not be allocated after all.
    void returnRefused(long bytes) {
        release(bytes);
        refuse(bytes, "the daemon's heap is exhausted");
    }

    private void refuse(long bytes, String why) {
        refusal =
                Optional.of(
                        "guest holds "
                                + Bytes.format(held.get())
                                + " and asked for "
                                + Bytes.format(bytes)
                                + " more, "
                                + why);
    }

    /// The last refusal in words.
    ///
    /// @return the words; empty when all was granted
    public Optional<String> refusal() {
        return refusal;
    }

    long limitBytes() {
        return limitBytes;
    }

    long heldBytes() {
        return held.get();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            ledger.release(held.getAndSet(0));
        }
    }
}
