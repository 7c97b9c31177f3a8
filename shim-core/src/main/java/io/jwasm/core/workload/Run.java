package io.jwasm.core.workload;

import io.jwasm.core.limit.LimitedGuest;

/// What a container's thread does between Start and its end. [#run] and [#close] belong to that
/// thread, the rest may be called from any.
interface Run extends LimitedGuest, AutoCloseable {

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

    /// Gives back what it held. A second call does nothing.
    @Override
    void close();
}
