package io.jwasm.wasi.fs;

import io.jwasm.linux.fs.FileStatus;

/// What a descriptor or a name stands for; a constant's ordinal is its number in the specification
/// ([preview1,
/// `filetype`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#filetype)).
public enum FileType {
    /// Not known, or none of the others, such as a pipe.
    UNKNOWN,
    /// A block device.
    BLOCK_DEVICE,
    /// A character device.
    CHARACTER_DEVICE,
    /// A directory.
    DIRECTORY,
    /// A regular file.
    REGULAR_FILE,
    /// A datagram socket.
    SOCKET_DGRAM,
    /// A byte-stream socket.
    SOCKET_STREAM,
    /// A symbolic link.
    SYMBOLIC_LINK;

    private static final int DT_SHIFT = 12; // DT_DIR is S_IFDIR >> 12, and so on: dirent.h

    /// The number that the guest sees.
    ///
    /// @return 0 to 7
    @SuppressWarnings("EnumOrdinal") // The constants stand in the specification's order.
    public byte code() {
        return (byte) ordinal();
    }

    /// Translates the type bits of a file's mode.
    ///
    /// @param type one of [FileStatus]'s `S_IF` constants
    /// @return the type; a socket counts as byte stream, which is what names in a tree stand for
    public static FileType ofMode(int type) {
        return switch (type) {
            case FileStatus.S_IFBLK -> BLOCK_DEVICE;
            case FileStatus.S_IFCHR -> CHARACTER_DEVICE;
            case FileStatus.S_IFDIR -> DIRECTORY;
            case FileStatus.S_IFREG -> REGULAR_FILE;
            case FileStatus.S_IFSOCK -> SOCKET_STREAM;
            case FileStatus.S_IFLNK -> SYMBOLIC_LINK;
            default -> UNKNOWN;
        };
    }

    /// Translates the type in a directory entry.
    ///
    /// @param dirType one of the `DT_` constants of getdents64(2)
    /// @return the type
    public static FileType ofDirectoryEntry(int dirType) {
        return ofMode(dirType << DT_SHIFT);
    }
}
