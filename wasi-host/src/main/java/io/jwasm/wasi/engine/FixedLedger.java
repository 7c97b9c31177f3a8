package io.jwasm.wasi.engine;

import java.util.concurrent.atomic.AtomicLong;

/// A ledger of a fixed capacity. Thread-safe.
final class FixedLedger implements MemoryLedger {

    private final long capacityBytes;
    private final AtomicLong reserved = new AtomicLong();

    FixedLedger(long capacityBytes) {
        if (capacityBytes < 0) {
            throw new IllegalArgumentException("capacity must not be negative");
        }
        this.capacityBytes = capacityBytes;
    }

    @Override
    public boolean tryReserve(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("cannot reserve " + bytes + " bytes");
        }
        long current = reserved.get();
        while (bytes <= capacityBytes - current) {
            if (reserved.compareAndSet(current, current + bytes)) {
                return true;
            }
            current = reserved.get();
        }
        return false;
    }

    @Override
    public void release(long bytes) {
        if (reserved.addAndGet(-bytes) < 0) {
            throw new IllegalStateException("released more than was reserved");
        }
    }

    @Override
    public long capacityBytes() {
        return capacityBytes;
    }

    long reservedBytes() {
        return reserved.get();
    }
}
