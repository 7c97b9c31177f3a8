package io.jwasm.linux.socket;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.TransferBuffer;

/// System calls on sockets that never block, in raw form: a result, or the negated error number.
///
/// Thread-safe; a [TransferBuffer] given to a call is its caller's.
public final class SocketCalls {

    /// Leave what is received where it is.
    public static final int MSG_PEEK = 0x2;

    /// Answer the real length of a datagram, even when it was longer than the buffer.
    public static final int MSG_TRUNC = 0x20;

    /// Shut down receiving.
    public static final int SHUT_RD = 0;

    /// Shut down sending.
    public static final int SHUT_WR = 1;

    /// Shut down both.
    public static final int SHUT_RDWR = 2;

    /// Options of every kind of socket, for [#option].
    public static final int SOL_SOCKET = 1;

    /// The error of a connection that was under way; reading it clears it.
    public static final int SO_ERROR = 4;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SO_TYPE = 3;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;

    /// Where [#option] keeps the length, beyond the longest option.
    private static final int OPTION_LENGTH = 64;

    private SocketCalls() {}

    /// Opens an internet socket that does not block, in the network namespace of the calling
    /// thread.
    ///
    /// @param isInet6 whether it is of IPv6
    /// @param isDatagram whether it keeps datagrams apart (UDP), or is a byte stream (TCP)
    /// @return its descriptor, or the negated error number
    public static long open(boolean isInet6, boolean isDatagram) {
        return Native.syscall(
                SyscallNumber.SOCKET,
                isInet6 ? AF_INET6 : AF_INET,
                (isDatagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC,
                0);
    }

    /// Lets a bound socket listen, listen(2).
    ///
    /// @param fd the socket
    /// @param backlog how many connections may wait; the kernel has a limit of its own
    /// @return 0, or the negated error number
    public static long listen(int fd, int backlog) {
        return Native.syscall(SyscallNumber.LISTEN, fd, backlog, 0);
    }

    /// Reads an option, getsockopt(2), into the start of a buffer.
    ///
    /// @param fd the socket
    /// @param option an option of [#SOL_SOCKET]
    /// @param buffer where to
    /// @param length the most to read
    /// @return the option's length, or the negated error number
    public static long option(int fd, int option, TransferBuffer buffer, int length) {
        NativeBuffer memory = buffer.memory();
        memory.putInt(OPTION_LENGTH, length);
        long result =
                Native.syscall(
                        SyscallNumber.GETSOCKOPT,
                        fd,
                        SOL_SOCKET,
                        option,
                        memory.address(),
                        memory.address() + OPTION_LENGTH,
                        0);
        return result < 0 ? result : memory.getInt(OPTION_LENGTH);
    }

    /// Sets an option, setsockopt(2), from the start of a buffer.
    ///
    /// @param fd the socket
    /// @param option an option of [#SOL_SOCKET]
    /// @param buffer where from
    /// @param length its length
    /// @return 0, or the negated error number
    public static long setOption(int fd, int option, TransferBuffer buffer, int length) {
        return Native.syscall(
                SyscallNumber.SETSOCKOPT,
                fd,
                SOL_SOCKET,
                option,
                buffer.memory().address(),
                length,
                0);
    }

    /// Accepts a connection, as a descriptor that does not block. Blocks itself when the listener
    /// does and no connection is there.
    ///
    /// @param fd the listening socket
    /// @return the connection's descriptor, or the negated error number
    public static long accept(int fd) {
        return Native.syscall(SyscallNumber.ACCEPT4, fd, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC, 0, 0);
    }

    /// Receives what is there.
    ///
    /// @param fd the socket
    /// @param buffer where to
    /// @param length the most to receive
    /// @param flags [#MSG_PEEK], [#MSG_TRUNC]
    /// @return the number of bytes, 0 when the peer has ended, or the negated error number, EAGAIN
    ///   when there is nothing
    public static long receive(int fd, TransferBuffer buffer, int length, int flags) {
        return Native.syscall(
                SyscallNumber.RECVFROM,
                fd,
                buffer.memory().address(),
                Math.min(length, buffer.sizeBytes()),
                flags | MSG_DONTWAIT,
                0,
                0);
    }

    /// Sends what there is room for.
    ///
    /// @param fd the socket
    /// @param buffer where from
    /// @param length how many bytes
    /// @return the number of bytes, or the negated error number, EAGAIN when there is no room,
    ///   EPIPE when the peer has gone
    public static long send(int fd, TransferBuffer buffer, int length) {
        return Native.syscall(
                SyscallNumber.SENDTO,
                fd,
                buffer.memory().address(),
                Math.min(length, buffer.sizeBytes()),
                MSG_DONTWAIT | MSG_NOSIGNAL,
                0,
                0);
    }

    /// Tells whether a socket keeps datagrams apart.
    ///
    /// @param fd the socket
    /// @param buffer room for the answer
    /// @return false for a byte stream, or when it is no socket
    public static boolean isDatagram(int fd, TransferBuffer buffer) {
        NativeBuffer memory = buffer.memory();
        memory.putInt(0, Integer.BYTES);
        long value = memory.address() + Integer.BYTES;
        long result =
                Native.syscall(
                        SyscallNumber.GETSOCKOPT,
                        fd,
                        SOL_SOCKET,
                        SO_TYPE,
                        value,
                        memory.address(),
                        0);
        return result == 0 && memory.getInt(Integer.BYTES) == SOCK_DGRAM;
    }

    /// Ends one direction of a connection or both.
    ///
    /// @param fd the socket
    /// @param how one of the `SHUT_` constants
    /// @return 0, or the negated error number
    public static long shutdown(int fd, int how) {
        return Native.syscall(SyscallNumber.SHUTDOWN, fd, how, 0);
    }
}
