package io.jwasm.wasi.fd;

import io.jwasm.wasi.fs.FileType;

/// What may be done with a descriptor, as a set of bits ([preview1,
/// `rights`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#rights)).
public final class Rights {

    /// `fd_datasync`; `path_open` with `dsync`.
    public static final long FD_DATASYNC = 1L;

    /// `fd_read`, `sock_recv`; with [#FD_SEEK] `fd_pread`.
    public static final long FD_READ = 1L << 1;

    /// `fd_seek`; implies [#FD_TELL].
    public static final long FD_SEEK = 1L << 2;

    /// `fd_fdstat_set_flags`.
    public static final long FD_FDSTAT_SET_FLAGS = 1L << 3;

    /// `fd_sync`; `path_open` with `rsync`.
    public static final long FD_SYNC = 1L << 4;

    /// `fd_seek` that leaves the offset alone, `fd_tell`.
    public static final long FD_TELL = 1L << 5;

    /// `fd_write`, `sock_send`; with [#FD_SEEK] `fd_pwrite`.
    public static final long FD_WRITE = 1L << 6;

    /// `fd_advise`.
    public static final long FD_ADVISE = 1L << 7;

    /// `fd_allocate`.
    public static final long FD_ALLOCATE = 1L << 8;

    /// `path_create_directory`.
    public static final long PATH_CREATE_DIRECTORY = 1L << 9;

    /// `path_open` with `creat`.
    public static final long PATH_CREATE_FILE = 1L << 10;

    /// `path_link`, the old directory.
    public static final long PATH_LINK_SOURCE = 1L << 11;

    /// `path_link`, the new directory.
    public static final long PATH_LINK_TARGET = 1L << 12;

    /// `path_open`.
    public static final long PATH_OPEN = 1L << 13;

    /// `fd_readdir`.
    public static final long FD_READDIR = 1L << 14;

    /// `path_readlink`.
    public static final long PATH_READLINK = 1L << 15;

    /// `path_rename`, the old directory.
    public static final long PATH_RENAME_SOURCE = 1L << 16;

    /// `path_rename`, the new directory.
    public static final long PATH_RENAME_TARGET = 1L << 17;

    /// `path_filestat_get`.
    public static final long PATH_FILESTAT_GET = 1L << 18;

    /// `path_open` with `trunc`.
    public static final long PATH_FILESTAT_SET_SIZE = 1L << 19;

    /// `path_filestat_set_times`.
    public static final long PATH_FILESTAT_SET_TIMES = 1L << 20;

    /// `fd_filestat_get`.
    public static final long FD_FILESTAT_GET = 1L << 21;

    /// `fd_filestat_set_size`.
    public static final long FD_FILESTAT_SET_SIZE = 1L << 22;

    /// `fd_filestat_set_times`.
    public static final long FD_FILESTAT_SET_TIMES = 1L << 23;

    /// `path_symlink`.
    public static final long PATH_SYMLINK = 1L << 24;

    /// `path_remove_directory`.
    public static final long PATH_REMOVE_DIRECTORY = 1L << 25;

    /// `path_unlink_file`.
    public static final long PATH_UNLINK_FILE = 1L << 26;

    /// `poll_oneoff` on the descriptor.
    public static final long POLL_FD_READWRITE = 1L << 27;

    /// `sock_shutdown`.
    public static final long SOCK_SHUTDOWN = 1L << 28;

    /// `sock_accept`.
    public static final long SOCK_ACCEPT = 1L << 29;

    /// Every right that the specification knows.
    public static final long ALL = (1L << 30) - 1;

    private static final long EVERY_KIND =
            FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

    private static final long DIRECTORY =
            FD_FDSTAT_SET_FLAGS
                    | FD_FILESTAT_GET
                    | FD_SYNC
                    | FD_DATASYNC
                    | FD_FILESTAT_SET_TIMES
                    | PATH_CREATE_DIRECTORY
                    | PATH_CREATE_FILE
                    | PATH_LINK_SOURCE
                    | PATH_LINK_TARGET
                    | PATH_OPEN
                    | FD_READDIR
                    | PATH_READLINK
                    | PATH_RENAME_SOURCE
                    | PATH_RENAME_TARGET
                    | PATH_FILESTAT_GET
                    | PATH_FILESTAT_SET_SIZE
                    | PATH_FILESTAT_SET_TIMES
                    | PATH_SYMLINK
                    | PATH_REMOVE_DIRECTORY
                    | PATH_UNLINK_FILE;

    private static final long REGULAR_FILE =
            EVERY_KIND
                    | FD_DATASYNC
                    | FD_READ
                    | FD_SEEK
                    | FD_SYNC
                    | FD_TELL
                    | FD_WRITE
                    | FD_ADVISE
                    | FD_ALLOCATE
                    | FD_FILESTAT_SET_SIZE
                    | FD_FILESTAT_SET_TIMES;

    /// Without [#FD_SEEK] and [#FD_TELL]: that is how a C library knows a terminal.
    private static final long STREAM = EVERY_KIND | FD_READ | FD_WRITE | FD_FILESTAT_SET_TIMES;

    private static final long SOCKET =
            EVERY_KIND | FD_READ | FD_WRITE | SOCK_SHUTDOWN | SOCK_ACCEPT;

    private Rights() {}

    /// The rights that mean something for a kind of file.
    ///
    /// @param type the kind
    /// @return a set of bits
    public static long meaningfulFor(FileType type) {
        return switch (type) {
            case DIRECTORY -> DIRECTORY;
            case REGULAR_FILE, BLOCK_DEVICE, SYMBOLIC_LINK -> REGULAR_FILE;
            case CHARACTER_DEVICE, UNKNOWN -> STREAM;
            case SOCKET_DGRAM, SOCKET_STREAM -> SOCKET;
        };
    }
}
