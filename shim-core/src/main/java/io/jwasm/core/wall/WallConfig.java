package io.jwasm.core.wall;

/// Which walls are to stand. Immutable.
///
/// @param noNewPrivileges whether the thread gives up that executing a file may add privileges;
///   Landlock and seccomp need it, and it comes with either
/// @param capabilities whether it gives up capabilities that its container does not have
/// @param landlock whether it gives up files that its container does not have
/// @param seccomp whether it gives up system calls that no guest needs
public record WallConfig(
        boolean noNewPrivileges, boolean capabilities, boolean landlock, boolean seccomp) {

    /// All of them.
    public static final WallConfig ALL = new WallConfig(true, true, true, true);

    /// None of them.
    public static final WallConfig NONE = new WallConfig(false, false, false, false);
}
