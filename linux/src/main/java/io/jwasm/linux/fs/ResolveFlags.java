package io.jwasm.linux.fs;

/// How a path is confined while the kernel walks it
/// ([openat2(2)](https://man7.org/linux/man-pages/man2/openat2.2.html), `linux/openat2.h`).
public final class ResolveFlags {

    /// Refuse to cross a mount point, with EXDEV.
    public static final int RESOLVE_NO_XDEV = 0x01;

    /// Refuse magic links such as `/proc/self/fd/3`, with ELOOP.
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;

    /// Refuse every symbolic link, with ELOOP.
    public static final int RESOLVE_NO_SYMLINKS = 0x04;

    /// Refuse to leave the directory, be it by `..`, an absolute path or a link, with EXDEV.
    public static final int RESOLVE_BENEATH = 0x08;

    /// Take the directory for the root, as chroot(2) does: `/` leads to it and `..` stays in it.
    public static final int RESOLVE_IN_ROOT = 0x10;

    private ResolveFlags() {}
}
