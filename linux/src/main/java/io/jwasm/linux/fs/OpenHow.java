package io.jwasm.linux.fs;

/// How openat2(2) opens.
///
/// @param flags flags of [OpenFlags]; `O_CLOEXEC` is added by the call
/// @param mode permission bits, when a file is created; else 0, or the kernel refuses
/// @param resolve flags of [ResolveFlags]
public record OpenHow(int flags, int mode, int resolve) {

    /// Opens what exists, with the directory as root, as in a container: absolute links and `..`
    /// stay in it, magic links are refused.
    ///
    /// @param flags flags of [OpenFlags], without `O_CREAT`
    /// @return how
    public static OpenHow inRoot(int flags) {
        return new OpenHow(
                flags, 0, ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS);
    }

    /// Opens what exists and refuses, with EXDEV, all that leads out of the directory.
    ///
    /// @param flags flags of [OpenFlags], without `O_CREAT`
    /// @return how
    public static OpenHow beneath(int flags) {
        return new OpenHow(
                flags, 0, ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_MAGICLINKS);
    }
}
