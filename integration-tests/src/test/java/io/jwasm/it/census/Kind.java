package io.jwasm.it.census;

/// A kind of thing that a container may leave behind.
public enum Kind {
    /// A line of the mount table.
    MOUNT("mounts"),
    /// A process: a shim, its daemon, or what they started.
    PROCESS("processes"),
    /// A thread of such a process that the JVM itself does not make.
    THREAD("threads"),
    /// An open descriptor of such a process.
    DESCRIPTOR("fds"),
    /// A FIFO in the file system.
    FIFO("FIFOs"),
    /// A socket in the file system.
    SOCKET("sockets"),
    /// A bundle.
    BUNDLE("bundles"),
    /// Any other file of the shim's or containerd's run-time state.
    FILE("files");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    @Override
    public String toString() {
        return plural;
    }
}
