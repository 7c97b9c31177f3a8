package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.fd.FileDescriptor.Opened;
import io.jwasm.wasi.fs.FileType;

/// Makes the guest's descriptor for an open file of the host, by its kind.
public final class DescriptorFactory {

    private static final int MEMORY_DEVICES = 1 << 20; // major number 1, see devices.txt of Linux
    private static final int NULL = MEMORY_DEVICES + 3;
    private static final int ZERO = MEMORY_DEVICES + 5;
    private static final int FULL = MEMORY_DEVICES + 7;
    private static final int RANDOM = MEMORY_DEVICES + 8;
    private static final int URANDOM = MEMORY_DEVICES + 9;

    private final PathCalls paths;
    private final GuestIo io;

    /// Creates the factory.
    ///
    /// @param paths what it asks for a file's kind with
    /// @param io the guest's buffers
    public DescriptorFactory(PathCalls paths, GuestIo io) {
        this.paths = paths;
        this.io = io;
    }

    /// Tells whether a file may be opened, by the status last asked for: of devices only those that
    /// give and take bytes and do nothing.
    ///
    /// @param status the file's status
    /// @return false for a device that is more
    public static boolean isHarmless(FileStatus status) {
        if (status.type() == FileStatus.S_IFBLK) {
            return false;
        }
        long device = status.nodeDevice();
        return status.type() != FileStatus.S_IFCHR
                || device == NULL
                || device == ZERO
                || device == FULL
                || device == RANDOM
                || device == URANDOM;
    }

    /// Asks for the kind of an open file.
    ///
    /// @param hostFd the descriptor
    /// @return the type; [FileType#UNKNOWN] when the kernel does not say
    public FileType typeOf(int hostFd) {
        if (paths.statx(hostFd) != 0) {
            return FileType.UNKNOWN;
        }
        if (paths.status().type() == FileStatus.S_IFSOCK) {
            return SocketCalls.isDatagram(hostFd, io.buffer())
                    ? FileType.SOCKET_DGRAM
                    : FileType.SOCKET_STREAM;
        }
        return FileType.ofMode(paths.status().type());
    }

    /// Makes a descriptor for anything but a directory.
    ///
    /// @param opened the host's descriptor and what may be done with it
    /// @return the descriptor
    public FileDescriptor of(Opened opened) {
        long meaningful = Rights.meaningfulFor(opened.type());
        if (opened.type() == FileType.CHARACTER_DEVICE
                && !io.buffer().isTerminal(opened.hostFd())) {
            // A C library takes a character device without these for a terminal.
            meaningful |= Rights.FD_SEEK | Rights.FD_TELL;
        }
        Opened narrowed =
                new Opened(
                        opened.hostFd(),
                        opened.isOwned(),
                        opened.type(),
                        opened.rights() & meaningful,
                        opened.inheriting(),
                        opened.flags());
        return switch (opened.type()) {
            case REGULAR_FILE, BLOCK_DEVICE, SYMBOLIC_LINK -> new FileOnDisk(narrowed);
            case CHARACTER_DEVICE, UNKNOWN -> new StreamDescriptor(narrowed);
            case SOCKET_DGRAM, SOCKET_STREAM -> new SocketDescriptor(narrowed);
            case DIRECTORY -> throw new IllegalArgumentException("directory needs a preopen");
        };
    }

    /// What the kernel would say of a device that is not harmless, were it on a `nodev` mount.
    ///
    /// @return a negated error number
    public static long refusal() {
        return -Errno.EACCES;
    }
}
