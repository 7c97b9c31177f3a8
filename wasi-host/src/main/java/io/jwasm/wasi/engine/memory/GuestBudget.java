package io.jwasm.wasi.engine.memory;

import io.jwasm.wasi.MemoryUse;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.host.HostBudget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What one guest may hold: its own limit, and the daemon's ledger behind it.
///
/// Remembers the last refusal, because a guest that fails after `memory.grow` answered -1 ran out
/// of memory, whatever it says itself. Reserving is confined to the guest's thread, and so is
/// [#close], after the guest has ended; [#heldBytes], [#use] and [#limit] are for any thread.
public final class GuestBudget implements HostBudget, AutoCloseable {

    private final MemoryLedger ledger;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile long limitBytes;
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
        long limit = limitBytes;
        if (bytes > limit - held.get()) {
            refuse(bytes, "its limit is " + Bytes.format(limit));
            return false;
        }
        if (!ledger.tryReserve(bytes)) {
            refuse(bytes, "all guests together may hold " + Bytes.format(ledger.capacityBytes()));
            return false;
        }
        peak.accumulateAndGet(held.addAndGet(bytes), Math::max);
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

    /// Notes a refusal, for want of memory of any kind.
    void refuse(long bytes, String why) {
        refusals.incrementAndGet();
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

    /// Sets the limit. One below what the guest holds takes nothing away: it refuses what is asked
    /// for from now on.
    ///
    /// @param bytes greater than 0
    public void limit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("memory limit must be positive");
        }
        limitBytes = bytes;
    }

    long limitBytes() {
        return limitBytes;
    }

    long heldBytes() {
        return held.get();
    }

    /// What is held, was held at the most, and may be held.
    ///
    /// @return the figures of this moment
    public MemoryUse use() {
        return new MemoryUse(held.get(), peak.get(), limitBytes, refusals.get());
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            ledger.release(held.getAndSet(0));
        }
    }
}
