package io.jwasm.wasi.engine;

/// Counts the bytes that guests hold in this process, so that one of them cannot take the heap that
/// the others stand on. Thread-safe.
public interface MemoryLedger {

    /// Asks for memory before it is allocated.
    ///
    /// @param bytes how much, 0 or greater
    /// @return false when it would go beyond what there is; then nothing was reserved
    boolean tryReserve(long bytes);

    /// Gives memory back.
    ///
    /// @param bytes how much, reserved before
    void release(long bytes);

    /// The most that can be reserved at one time, for messages.
    ///
    /// @return in bytes
    long capacityBytes();

    /// A ledger of a fixed capacity.
    ///
    /// @param capacityBytes the most that it grants at one time
    /// @return the ledger
    static MemoryLedger ofCapacity(long capacityBytes) {
        return new FixedLedger(capacityBytes);
    }
}
