package io.jwasm.bundle.rootfs;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

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

    /// `sizeof(struct statx)`.
    private static final int STATX_BYTES = 256;

    /// The offset of `stx_mode` in `struct statx`.
    private static final int STX_MODE = 28;

    private static final int STATX_TYPE = 1;
    private static final int AT_EMPTY_PATH = 0x1000;

    /// The bits of the mode that hold the type.
    private static final int S_IFMT = 0170000;

    private final String description;

    FileType(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    static FileType of(HostFd file) throws ErrnoException {
        try (NativeBuffer buffer = NativeBuffer.allocate(STATX_BYTES + 1L)) {
            buffer.putByte(STATX_BYTES, (byte) 0);
            long emptyPath = buffer.address() + STATX_BYTES;
            long result =
                    Native.syscall(
                            SyscallNumber.STATX,
                            file.number(),
                            emptyPath,
                            AT_EMPTY_PATH,
                            STATX_TYPE,
                            buffer.address(),
                            0);
            if (result < 0) {
                throw new ErrnoException("statx", (int) -result, file.toString());
            }
            return ofMode(buffer.getShort(STX_MODE));
        }
    }

    private static FileType ofMode(int mode) {
        return switch (mode & S_IFMT) {
            case 0100000 -> REGULAR;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMBOLIC_LINK;
            case 0010000 -> FIFO;
            case 0140000 -> SOCKET;
            case 0020000 -> CHARACTER_DEVICE;
            case 0060000 -> BLOCK_DEVICE;
            default -> UNKNOWN;
        };
    }
}
