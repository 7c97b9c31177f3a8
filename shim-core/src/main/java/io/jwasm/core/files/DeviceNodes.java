package io.jwasm.core.files;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// The devices that a guest is given in `/dev`: those that do nothing but give and take bytes
/// ([default
/// devices](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#default-devices),
/// without terminals). The names are the kernel's.
enum DeviceNodes {
    NULL("null", 3),
    ZERO("zero", 5),
    FULL("full", 7),
    RANDOM("random", 8),
    URANDOM("urandom", 9);

    private static final int MEMORY_DEVICES = 1; // the driver's number, devices.txt of Linux
    private static final int EVERYBODY = 0666;
    private static final int AT_FDCWD = -100;

    final String fileName;
    private final long number;

    DeviceNodes(String fileName, int minor) {
        this.fileName = fileName;
        this.number = PathCalls.device(MEMORY_DEVICES, minor);
    }

    /// Where the host has it.
    String hostPath() {
        return "/dev/" + fileName;
    }

    /// Makes all of them in a directory.
    static void make(HostFd directory) throws ErrnoException {
        try (PathCalls calls = new PathCalls()) {
            for (DeviceNodes node : values()) {
                byte[] name = node.fileName.getBytes(StandardCharsets.UTF_8);
                int mode = FileStatus.S_IFCHR | EVERYBODY;
                long made = calls.mknodAt(directory.number(), name, mode, node.number);
                ErrnoException.check("mknodat", made, node.fileName);
                // The daemon's own mask may have narrowed the mode.
                long changed = calls.chmodAt(directory.number(), name, EVERYBODY);
                ErrnoException.check("fchmodat", changed, node.fileName);
            }
        }
    }

    /// Tells whether a path of the host is one of them; one that cannot be looked at is not.
    static boolean isHarmless(String path) {
        try (PathCalls calls = new PathCalls()) {
            long result = calls.statx(AT_FDCWD, ByteText.encode(path), 0);
            FileStatus status = calls.status();
            return result == 0
                    && status.type() == FileStatus.S_IFCHR
                    && Stream.of(values()).anyMatch(n -> n.isNumbered(status.nodeDevice()));
        }
    }

    private boolean isNumbered(long device) {
        long minor = device & 0xfffff;
        return device >> 20 == MEMORY_DEVICES
                && number == PathCalls.device(MEMORY_DEVICES, (int) minor);
    }
}
