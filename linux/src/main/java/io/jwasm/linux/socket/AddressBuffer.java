package io.jwasm.linux.socket;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.TransferBuffer;

/// Room for one internet address with its port, and the system calls that take or leave one there;
/// in raw form: a result, or the negated error number.
///
/// Confined to one thread at a time; the owner closes it.
public final class AddressBuffer implements AutoCloseable {

    /// The length of an IPv4 address.
    public static final int INET4_BYTES = 4;

    /// The length of an IPv6 address.
    public static final int INET6_BYTES = 16;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_IN6_BYTES = 28;

    // struct sockaddr_in and sockaddr_in6, linux/in.h and linux/in6.h
    private static final int PORT = 2;
    private static final int INET4_ADDRESS = 4;
    private static final int INET6_ADDRESS = 8;

    private static final int SIZE = 32; // where the kernel reads and leaves the length
    private static final int BYTES = 40;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final NativeBuffer memory = NativeBuffer.allocate(BYTES);

    /// Allocates the room; no address is there yet.
    public AddressBuffer() {}

    /// Puts an address there.
    ///
    /// @param address 4 or 16 bytes, in network order
    /// @param port 0 to 65535
    public void set(byte[] address, int port) {
        for (int i = 0; i < SOCKADDR_IN6_BYTES; i++) {
            memory.putByte(i, (byte) 0);
        }
        boolean isInet4 = address.length == INET4_BYTES;
        if (!isInet4 && address.length != INET6_BYTES) {
            throw new IllegalArgumentException("address of " + address.length + " bytes");
        }
        memory.putShort(0, (short) (isInet4 ? AF_INET : AF_INET6));
        memory.putByte(PORT, (byte) (port >>> 8));
        memory.putByte(PORT + 1, (byte) port);
        memory.put(isInet4 ? INET4_ADDRESS : INET6_ADDRESS, address, 0, address.length);
        memory.putInt(SIZE, isInet4 ? SOCKADDR_IN_BYTES : SOCKADDR_IN6_BYTES);
    }

    /// The address that is there.
    ///
    /// @return 4 or 16 bytes in network order; none when it is of another family, or there is none
    public byte[] address() {
        if (memory.getInt(SIZE) < SOCKADDR_IN_BYTES) {
            return new byte[0];
        }
        return switch (memory.getShort(0)) {
            case AF_INET -> bytes(INET4_ADDRESS, INET4_BYTES);
            case AF_INET6 -> bytes(INET6_ADDRESS, INET6_BYTES);
            default -> new byte[0];
        };
    }

    private byte[] bytes(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.get(offset, bytes, 0, length);
        return bytes;
    }

    /// The port that is there.
    ///
    /// @return 0 to 65535
    public int port() {
        return Byte.toUnsignedInt(memory.getByte(PORT)) << 8
                | Byte.toUnsignedInt(memory.getByte(PORT + 1));
    }

    /// Binds a socket to the address, bind(2).
    ///
    /// @param fd the socket
    /// @return 0, or the negated error number
    public long bind(int fd) {
        return Native.syscall(SyscallNumber.BIND, fd, memory.address(), memory.getInt(SIZE));
    }

    /// Begins to connect a socket to the address, connect(2).
    ///
    /// @param fd the socket, which does not block
    /// @return 0, or the negated error number, EINPROGRESS when it goes on
    public long connect(int fd) {
        return Native.syscall(SyscallNumber.CONNECT, fd, memory.address(), memory.getInt(SIZE));
    }

    /// Sends to the address, sendto(2), without waiting.
    ///
    /// @param fd the socket
    /// @param buffer where from
    /// @param length how many bytes
    /// @return the number of bytes, or the negated error number
    public long send(int fd, TransferBuffer buffer, int length) {
        return Native.syscall(
                SyscallNumber.SENDTO,
                fd,
                buffer.memory().address(),
                Math.min(length, buffer.sizeBytes()),
                MSG_DONTWAIT | MSG_NOSIGNAL,
                memory.address(),
                memory.getInt(SIZE));
    }

    /// Receives, recvfrom(2), without waiting, and leaves the sender's address here.
    ///
    /// @param fd the socket
    /// @param buffer where to
    /// @param length the most to receive
    /// @param flags [SocketCalls#MSG_PEEK], [SocketCalls#MSG_TRUNC]
    /// @return the number of bytes, or the negated error number
    public long receive(int fd, TransferBuffer buffer, int length, int flags) {
        clear();
        return Native.syscall(
                SyscallNumber.RECVFROM,
                fd,
                buffer.memory().address(),
                Math.min(length, buffer.sizeBytes()),
                flags | MSG_DONTWAIT,
                memory.address(),
                memory.address() + SIZE);
    }

    /// Asks for a socket's own address, getsockname(2).
    ///
    /// @param fd the socket
    /// @return 0, or the negated error number
    public long local(int fd) {
        return name(SyscallNumber.GETSOCKNAME, fd);
    }

    /// Asks for the address of a socket's peer, getpeername(2).
    ///
    /// @param fd the socket
    /// @return 0, or the negated error number, ENOTCONN when there is none
    public long peer(int fd) {
        return name(SyscallNumber.GETPEERNAME, fd);
    }

    private long name(int call, int fd) {
        clear();
        long result = Native.syscall(call, fd, memory.address(), memory.address() + SIZE);
        return result == 0 && address().length == 0 ? -Errno.EAFNOSUPPORT : result;
    }

    private void clear() {
        memory.putShort(0, (short) 0);
        memory.putInt(SIZE, SOCKADDR_IN6_BYTES);
    }

    /// Frees the memory.
    @Override
    public void close() {
        memory.close();
    }
}
