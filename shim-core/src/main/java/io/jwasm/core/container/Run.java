package io.jwasm.core.container;

import io.jwasm.wasi.Hold;
import io.jwasm.wasi.MemoryUse;

/// What a container's thread does between Start and its end. [#run] and [#close] belong to that
/// thread, the rest may be called from any.
interface Run extends AutoCloseable {

    /// Takes from the calling thread what the guest's code must not have.
    ///
    /// @throws io.jwasm.api.error.ShimException when the kernel refuses
    void confine();

    /// Runs to the end.
    ///
    /// @return how it ended
    Ending run();

    /// Ends it, also when it has not begun.
    void stop();

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

    /// Gives back what it held. A second call does nothing.
    @Override
    void close();
}
