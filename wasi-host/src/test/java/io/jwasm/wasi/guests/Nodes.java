package io.jwasm.wasi.guests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import java.nio.file.Path;

/// Makes what is in a tree and is no file.
final class Nodes {

    /// The device behind physical memory, `/dev/mem` (devices.txt of Linux): never harmless.
    static final int MEMORY = makedev(1, 1);

    /// A disk that is not there, `/dev/sda`.
    static final int DISK = makedev(8, 0);

    static final int NULL = makedev(1, 3);
    static final int ZERO = makedev(1, 5);

    private static final int AT_FDCWD = -100;
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFBLK = 0x6000;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCKADDR_PATH = 2;
    private static final int SOCKADDR_BYTES = 110;

    private Nodes() {}

    private static int makedev(int major, int minor) {
        return major << 8 | minor;
    }

    static void character(Path path, int device) throws ErrnoException {
        node(path, S_IFCHR, device);
    }

    static void block(Path path, int device) throws ErrnoException {
        node(path, S_IFBLK, device);
    }

    private static void node(Path path, int type, int device) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(path.toString())) {
            long result =
                    Native.syscall(
                            SyscallNumber.MKNODAT,
                            AT_FDCWD,
                            name.address(),
                            type | 0600,
                            device,
                            0,
                            0);
            ErrnoException.check("mknodat", result, path);
        }
    }

    /// A unix socket that listens at a path.
    static HostFd listener(Path path) throws ErrnoException {
        long number = Native.syscall(SyscallNumber.SOCKET, AF_UNIX, SOCK_STREAM, 0);
        HostFd socket = new HostFd((int) ErrnoException.check("socket", number, path));
        byte[] bytes = path.toString().getBytes(UTF_8);
        try (NativeBuffer address = NativeBuffer.allocate(SOCKADDR_BYTES)) {
            address.putShort(0, (short) AF_UNIX);
            address.put(SOCKADDR_PATH, bytes, 0, bytes.length);
            address.putByte(SOCKADDR_PATH + bytes.length, (byte) 0);
            int length = SOCKADDR_PATH + bytes.length + 1;
            long bound =
                    Native.syscall(SyscallNumber.BIND, socket.number(), address.address(), length);
            ErrnoException.check("bind", bound, path);
        }
        ErrnoException.check(
                "listen", Native.syscall(SyscallNumber.LISTEN, socket.number(), 8, 0), path);
        return socket;
    }
}
