package io.jwasm.wasi.fd;

import io.jwasm.linux.OpenFlags;

/// The flags of a descriptor ([preview1,
/// `fdflags`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#fdflags)).
public final class FdFlags {

    /// Data is written at the file's end, always.
    public static final int APPEND = 1;

    /// Data reaches the disk before a write returns.
    public static final int DSYNC = 1 << 1;

    /// Calls answer `again` instead of blocking.
    public static final int NONBLOCK = 1 << 2;

    /// Reads wait for writes that are under way.
    public static final int RSYNC = 1 << 3;

    /// Data and metadata reach the disk before a write returns.
    public static final int SYNC = 1 << 4;

    /// Every flag that the specification knows.
    public static final int ALL = 0x1f;

    private FdFlags() {}

    /// The flags for open(2) that do what these ask for; Linux has `O_RSYNC` mean `O_SYNC`.
    ///
    /// @param flags the guest's flags, without [#NONBLOCK], which is not the kernel's business here
    /// @return flags of [OpenFlags]
    public static int toOpenFlags(int flags) {
        int result = (flags & APPEND) != 0 ? OpenFlags.O_APPEND : 0;
        result |= (flags & DSYNC) != 0 ? OpenFlags.O_DSYNC : 0;
        return result | ((flags & (SYNC | RSYNC)) != 0 ? OpenFlags.O_SYNC : 0);
    }
}
