package io.jwasm.core.container;

/// The way into and out of the threads of containers. Thread-safe.
///
/// A Java thread inherits from the thread that *makes* it whatever the kernel keeps for each
/// thread: network namespace, credentials, seccomp filter. A container's thread has these of the
/// container, so it must neither be made by anything but a clean thread nor make threads itself.
/// Waking a virtual thread can make one, a new carrier; hence news of a container go through here
/// too.
interface ThreadBroker {

    /// Starts a container's thread from a clean one.
    ///
    /// @param body what it runs
    /// @param name its name
    void start(Runnable body, String name);

    /// Runs something that may take a while on a clean thread.
    ///
    /// @param work what needs the daemon's own rights, which a container's thread has given up
    void perform(Runnable work);

    /// Runs something short on a clean thread, after everything given here before.
    ///
    /// @param news what tells others of the container
    void announce(Runnable news);
}
