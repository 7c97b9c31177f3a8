package io.jwasm.core.limit;

import io.jwasm.wasi.Hold;
import io.jwasm.wasi.MemoryUse;

/// What limits are put upon. Thread-safe.
public interface LimitedGuest {

    /// Holds it until each reason is taken back.
    ///
    /// @param why the reason
    void hold(Hold why);

    /// Takes a reason back.
    ///
    /// @param why the reason
    void release(Hold why);

    /// What it holds of the memory it may have.
    ///
    /// @return the figures
    MemoryUse memory();

    /// Sets the most memory that it may hold.
    ///
    /// @param bytes greater than 0
    void limitMemory(long bytes);

    /// Tells whether it ended because it was refused memory.
    ///
    /// @return whether it did
    boolean isOutOfMemory();
}
