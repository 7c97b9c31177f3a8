package io.jwasm.bundle.rootfs;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;

/// The type of a file, [inode(7)](https://man7.org/linux/man-pages/man7/inode.7.html).
enum FileType {
    REGULAR("a regular file"),
    DIRECTORY("a directory"),
    SYMBOLIC_LINK("a symbolic link"),
    FIFO("a named pipe, not a file"),
    SOCKET("a socket, not a file"),
    CHARACTER_DEVICE("a character device, not a file"),
    BLOCK_DEVICE("a block device, not a file"),
    UNKNOWN("of an unknown type");

    private final String description;

    FileType(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    static FileType of(HostFd file) throws ErrnoException {
        try (PathCalls calls = new PathCalls()) {
            ErrnoException.check("statx", calls.statx(file.number()), file);
            return switch (calls.status().type()) {
                case FileStatus.S_IFREG -> REGULAR;
                case FileStatus.S_IFDIR -> DIRECTORY;
                case FileStatus.S_IFLNK -> SYMBOLIC_LINK;
                case FileStatus.S_IFIFO -> FIFO;
                case FileStatus.S_IFSOCK -> SOCKET;
                case FileStatus.S_IFCHR -> CHARACTER_DEVICE;
                case FileStatus.S_IFBLK -> BLOCK_DEVICE;
                default -> UNKNOWN;
            };
        }
    }
}
