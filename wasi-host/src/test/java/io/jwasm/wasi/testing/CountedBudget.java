package io.jwasm.wasi.testing;

import io.jwasm.wasi.host.HostBudget;

/// A budget whose limit can be changed, and that tells what is held.
public final class CountedBudget implements HostBudget {

    private long limitBytes;
    private long heldBytes;

    /// Creates the budget.
    ///
    /// @param limitBytes the most that it grants at one time
    public CountedBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public boolean tryReserve(long bytes) {
        if (bytes > limitBytes - heldBytes) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    @Override
    public void release(long bytes) {
        heldBytes -= bytes;
        if (heldBytes < 0) {
            throw new IllegalStateException("released more than was reserved");
        }
    }

    /// Grants nothing any more.
    public void exhaust() {
        limitBytes = heldBytes;
    }

    /// What is reserved.
    ///
    /// @return in bytes
    public long heldBytes() {
        return heldBytes;
    }
}
