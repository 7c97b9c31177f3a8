package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.SocketDescriptor;
import io.jwasm.wasi.fd.SocketDescriptor.Linger;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `sock_getsockopt` and `sock_setsockopt` of WasmEdge's socket extension.
///
/// Timeouts are kept by the host, because its sockets never block in the kernel. For the same
/// reason a close never lingers: what is not sent yet is sent after it. Binding to a device is not
/// offered.
final class SocketOptionFunctions implements Family {

    private static final int LEVEL_SOCKET = 0;

    private static final int SO_LINGER = 13;

    /// Of Linux (`asm-generic/socket.h`), by the extension's number; 0 where the host answers.
    private static final int[] LINUX = {
        2, // SO_REUSEADDR
        0, // SO_TYPE: the extension's own numbers
        4, // SO_ERROR
        5, // SO_DONTROUTE
        6, // SO_BROADCAST
        7, // SO_SNDBUF
        8, // SO_RCVBUF
        9, // SO_KEEPALIVE
        10, // SO_OOBINLINE
        SO_LINGER,
        18, // SO_RCVLOWAT
        0, // SO_RCVTIMEO
        0, // SO_SNDTIMEO
        30 // SO_ACCEPTCONN
    };

    private static final int TYPE = 1;
    private static final int ERROR = 2;
    private static final int LINGER = 9;
    private static final int RECEIVE_TIMEOUT = 11;
    private static final int SEND_TIMEOUT = 12;
    private static final int DATAGRAM = 1;
    private static final int STREAM = 2;
    private static final int MOST_BYTES = 16; // struct timeval of a guest with 64-bit time
    private static final int LINGER_BYTES = 8; // struct linger: whether, seconds; 32 bits each
    private static final int TIMEVAL_BYTES = 16; // seconds, then microseconds, 64 bits each

    private final HostState state;

    SocketOptionFunctions(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "sock_getsockopt" -> Family.offer("iiiii", this::get);
            case "sock_setsockopt" -> Family.offer("iiiii", this::set);
            default -> List.of();
        };
    }

    private static boolean isKnown(long level, long option) {
        return level == LEVEL_SOCKET && option >= 0 && option < LINUX.length;
    }

    private Errno get(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        if (!(fd instanceof SocketDescriptor socket)) {
            return SockFunctions.refusal(fd, 0);
        }
        if (!isKnown(args[1], args[2])) {
            return Errno.NOPROTOOPT;
        }
        int room = memory.getInt((int) args[4]);
        if (room < Integer.BYTES) {
            return Errno.INVAL;
        }
        int length = Math.min(room, MOST_BYTES);
        memory.check((int) args[3], length);
        long found = load(socket, (int) args[2], length);
        if (found < 0) {
            return Errno.ofResult(found);
        }
        memory.put((int) args[3], state.io().buffer().memory(), 0, (int) found);
        memory.putInt((int) args[4], (int) found);
        return Errno.SUCCESS;
    }

    /// Leaves an option's value at the start of the buffer.
    ///
    /// @return its length, or a negated error number
    private long load(SocketDescriptor socket, int option, int length) {
        NativeBuffer memory = state.io().buffer().memory();
        return switch (option) {
            case TYPE -> {
                memory.putInt(0, socket.type() == FileType.SOCKET_DGRAM ? DATAGRAM : STREAM);
                yield Integer.BYTES;
            }
            case RECEIVE_TIMEOUT, SEND_TIMEOUT -> {
                if (length < TIMEVAL_BYTES) {
                    yield -io.jwasm.linux.Errno.EINVAL;
                }
                long nanos = Math.max(0, socket.timeoutNanos(option == RECEIVE_TIMEOUT));
                memory.putLong(0, TimeUnit.NANOSECONDS.toSeconds(nanos));
                memory.putLong(8, TimeUnit.NANOSECONDS.toMicros(nanos) % 1_000_000);
                yield TIMEVAL_BYTES;
            }
            case LINGER -> {
                memory.putInt(0, socket.linger().onOff());
                memory.putInt(4, socket.linger().seconds());
                yield Math.min(length, LINGER_BYTES);
            }
            default -> {
                long found =
                        SocketCalls.option(
                                socket.hostFd(), LINUX[option], state.io().buffer(), length);
                if (found >= Integer.BYTES && option == ERROR) {
                    memory.putInt(0, Errno.ofResult(-(long) memory.getInt(0)).code());
                }
                yield found;
            }
        };
    }

    private Errno set(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        if (!(fd instanceof SocketDescriptor socket)) {
            return SockFunctions.refusal(fd, 0);
        }
        int option = (int) args[2];
        if (!isKnown(args[1], args[2])) {
            return Errno.NOPROTOOPT;
        }
        int length = (int) args[4];
        if (length < Integer.BYTES || length > MOST_BYTES) {
            return Errno.INVAL;
        }
        memory.get((int) args[3], state.io().buffer().memory(), 0, length);
        return switch (option) {
            case TYPE -> Errno.NOPROTOOPT; // as Linux: it is for reading
            case LINGER -> setLinger(socket, length);
            case RECEIVE_TIMEOUT, SEND_TIMEOUT -> setTimeout(socket, option, length);
            default ->
                    Errno.ofResult(
                            SocketCalls.setOption(
                                    socket.hostFd(), LINUX[option], state.io().buffer(), length));
        };
    }

    /// The kernel is told of no wait, and of dropping what is not sent yet.
    private Errno setLinger(SocketDescriptor socket, int length) {
        NativeBuffer memory = state.io().buffer().memory();
        if (length < LINGER_BYTES) {
            return Errno.INVAL;
        }
        Linger linger = new Linger(memory.getInt(0), memory.getInt(4));
        if (linger.isWait()) {
            memory.putInt(0, 0);
        }
        long result =
                SocketCalls.setOption(
                        socket.hostFd(), SO_LINGER, state.io().buffer(), LINGER_BYTES);
        if (result == 0) {
            socket.linger(linger);
        }
        return Errno.ofResult(result);
    }

    private Errno setTimeout(SocketDescriptor socket, int option, int length) {
        NativeBuffer memory = state.io().buffer().memory();
        if (length < TIMEVAL_BYTES) {
            return Errno.INVAL;
        }
        long seconds = memory.getLong(0);
        long micros = memory.getLong(8);
        if (seconds < 0 || micros < 0 || micros >= 1_000_000) {
            return Errno.DOM; // as Linux
        }
        long nanos = TimeUnit.SECONDS.toNanos(seconds); // saturates
        nanos = Math.max(nanos, nanos + TimeUnit.MICROSECONDS.toNanos(micros));
        long timeout = seconds == 0 && micros == 0 ? Poll.INFINITE : nanos;
        if (option == RECEIVE_TIMEOUT) {
            socket.receiveTimeout(timeout);
        } else {
            socket.sendTimeout(timeout);
        }
        return Errno.SUCCESS;
    }
}
