package io.jwasm.linux;

/// Flags of [open(2)](https://man7.org/linux/man-pages/man2/open.2.html); some differ between
/// architectures (`asm-generic/fcntl.h`, `arch/arm64/include/uapi/asm/fcntl.h`).
public final class OpenFlags {

    /// Open for reading only.
    public static final int O_RDONLY = 0;

    /// Open for writing only.
    public static final int O_WRONLY = 1;

    /// Open for reading and writing.
    public static final int O_RDWR = 2;

    /// The bits that hold one of the three above.
    public static final int O_ACCMODE = 3;

    /// Create the file when it does not exist.
    public static final int O_CREAT = 0x40;

    /// With `O_CREAT`: fail when it exists.
    public static final int O_EXCL = 0x80;

    /// Never make a terminal the process's controlling one.
    public static final int O_NOCTTY = 0x100;

    /// Cut a regular file to length 0.
    public static final int O_TRUNC = 0x200;

    /// Write at the end, always.
    public static final int O_APPEND = 0x400;

    /// Answer `EAGAIN` instead of blocking.
    public static final int O_NONBLOCK = 0x800;

    /// Data reaches the device before write returns.
    public static final int O_DSYNC = 0x1000;

    /// Data and metadata reach the device before write returns (includes [#O_DSYNC]).
    public static final int O_SYNC = 0x101000;

    /// Fail unless it is a directory.
    public static final int O_DIRECTORY = Architecture.either(0x10000, 0x4000);

    /// Fail when the last component is a symbolic link.
    public static final int O_NOFOLLOW = Architecture.either(0x20000, 0x8000);

    /// Close the descriptor on exec.
    public static final int O_CLOEXEC = 0x80000;

    /// A descriptor that only names a place in the tree.
    public static final int O_PATH = 0x200000;

    /// An unnamed file in the given directory.
    public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    private OpenFlags() {}
}
