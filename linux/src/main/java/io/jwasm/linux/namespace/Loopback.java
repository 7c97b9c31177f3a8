package io.jwasm.linux.namespace;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.process.CurrentThread;
import java.nio.charset.StandardCharsets;

/// The loopback device `lo`, which a new network namespace has, switched off
/// ([netdevice(7)](https://man7.org/linux/man-pages/man7/netdevice.7.html)).
public final class Loopback {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int IFF_UP = 1;
    private static final int IFREQ_BYTES = 40;
    private static final int IFR_FLAGS = 16;

    private Loopback() {}

    /// Switches `lo` on in the calling thread's network namespace; it gets 127.0.0.1 and ::1.
    ///
    /// @throws ErrnoException when a call fails, EPERM without CAP_NET_ADMIN
    /// @throws IllegalStateException on a virtual thread
    public static void bringUp() throws ErrnoException {
        CurrentThread.requirePlatform("lo");
        long opened = Native.syscall(SyscallNumber.SOCKET, AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        try (HostFd socket = new HostFd((int) ErrnoException.check("socket", opened, "lo"));
                NativeBuffer request = NativeBuffer.allocate(IFREQ_BYTES)) {
            byte[] name = "lo".getBytes(StandardCharsets.US_ASCII);
            request.put(0, name, 0, name.length);
            control(socket, SIOCGIFFLAGS, request);
            request.putShort(IFR_FLAGS, (short) (request.getShort(IFR_FLAGS) | IFF_UP));
            control(socket, SIOCSIFFLAGS, request);
        }
    }

    private static void control(HostFd socket, int command, NativeBuffer request)
            throws ErrnoException {
        long result =
                Native.syscall(SyscallNumber.IOCTL, socket.number(), command, request.address());
        ErrnoException.check("ioctl", result, "lo");
    }
}
