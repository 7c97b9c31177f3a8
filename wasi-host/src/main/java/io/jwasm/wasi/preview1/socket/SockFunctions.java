package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.FdFlags;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.FileDescriptor.Opened;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fd.SocketDescriptor;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sock_accept`, `sock_recv`, `sock_send` and `sock_shutdown`.
final class SockFunctions implements Family {

    // riflags
    private static final int RECV_PEEK = 1;
    private static final int RECV_WAITALL = 1 << 1;

    // roflags
    private static final int RECV_DATA_TRUNCATED = 1;

    // sdflags
    private static final int SHUTDOWN_RD = 1;
    private static final int SHUTDOWN_WR = 1 << 1;

    private final HostState state;
    private final boolean hasAccept;

    SockFunctions(HostState state, boolean hasAccept) {
        this.state = state;
        this.hasAccept = hasAccept;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "sock_accept" ->
                    hasAccept
                            ? List.of(
                                    new Offer("iii", this::accept),
                                    new Offer("ii", this::acceptWithoutFlags))
                            : List.of();
            case "sock_recv" -> Family.offer("iiiiii", this::receive);
            case "sock_send" -> Family.offer("iiiii", this::send);
            case "sock_shutdown" -> Family.offer("ii", this::shutdown);
            default -> List.of();
        };
    }

    static Errno refusal(@Nullable FileDescriptor fd, long right) {
        if (fd == null) {
            return Errno.BADF;
        }
        if (!(fd instanceof SocketDescriptor)) {
            return Errno.NOTSOCK;
        }
        return fd.may(right) ? Errno.SUCCESS : Errno.NOTCAPABLE;
    }

    /// The first version of WasmEdge's extension.
    private Errno acceptWithoutFlags(GuestMemory memory, long[] args) {
        return accept(memory, new long[] {args[0], 0, args[1]});
    }

    private Errno accept(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = refusal(fd, Rights.SOCK_ACCEPT);
        if (refusal != Errno.SUCCESS || !(fd instanceof SocketDescriptor listener)) {
            return refusal;
        }
        int flags = (int) args[1];
        memory.check((int) args[2], Integer.BYTES);
        if ((flags & ~FdFlags.NONBLOCK) != 0) {
            return Errno.INVAL;
        }
        if (state.fds().isFull()) {
            return Errno.MFILE;
        }
        long hostFd = listener.accept(state.io());
        if (hostFd < 0) {
            return Errno.ofResult(hostFd);
        }
        Opened opened =
                new Opened((int) hostFd, true, FileType.SOCKET_STREAM, Rights.ALL, 0, flags);
        memory.putInt((int) args[2], state.fds().add(state.factory().of(opened)));
        return Errno.SUCCESS;
    }

    private Errno receive(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = refusal(fd, Rights.FD_READ);
        if (refusal != Errno.SUCCESS || !(fd instanceof SocketDescriptor socket)) {
            return refusal;
        }
        int flags = (int) args[3];
        if ((flags & ~(RECV_PEEK | RECV_WAITALL)) != 0) {
            return Errno.INVAL;
        }
        memory.check((int) args[4], Integer.BYTES);
        memory.check((int) args[5], Short.BYTES);
        Errno loaded = state.vectors().load(memory, (int) args[1], (int) args[2]);
        return loaded != Errno.SUCCESS
                ? loaded
                : receive(memory, socket, flags, (int) args[4], (int) args[5]);
    }

    private Errno receive(
            GuestMemory memory, SocketDescriptor socket, int flags, int countAt, int flagsAt) {
        TransferBuffer buffer = state.io().buffer();
        boolean isPeek = (flags & RECV_PEEK) != 0;
        boolean isDatagram = socket.type() == FileType.SOCKET_DGRAM;
        int hostFlags =
                (isPeek ? SocketCalls.MSG_PEEK : 0) | (isDatagram ? SocketCalls.MSG_TRUNC : 0);
        boolean waitsForAll = (flags & RECV_WAITALL) != 0 && !isPeek && !isDatagram;
        long total = state.vectors().total();
        long done = 0;
        int resultFlags = 0;
        do {
            int part = (int) Math.min(total - done, buffer.sizeBytes());
            long result = socket.receive(state.io(), part, hostFlags);
            if (result < 0 && done == 0) {
                return Errno.ofResult(result);
            }
            if (result <= 0) {
                break;
            }
            resultFlags = result > part ? RECV_DATA_TRUNCATED : 0;
            int received = (int) Math.min(result, part);
            state.vectors().scatter(memory, buffer.memory(), received);
            done += received;
        } while (waitsForAll && done < total);
        memory.putInt(countAt, (int) done);
        memory.putShort(flagsAt, (short) resultFlags);
        return Errno.SUCCESS;
    }

    private Errno send(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = refusal(fd, Rights.FD_WRITE);
        if (refusal != Errno.SUCCESS || !(fd instanceof SocketDescriptor socket)) {
            return refusal;
        }
        if (args[3] != 0) {
            return Errno.INVAL; // no siflags are defined
        }
        memory.check((int) args[4], Integer.BYTES);
        Errno loaded = state.vectors().load(memory, (int) args[1], (int) args[2]);
        return loaded != Errno.SUCCESS ? loaded : send(memory, socket, (int) args[4]);
    }

    private Errno send(GuestMemory memory, SocketDescriptor socket, int countAt) {
        TransferBuffer buffer = state.io().buffer();
        long total = state.vectors().total();
        if (socket.type() == FileType.SOCKET_DGRAM && total > buffer.sizeBytes()) {
            return Errno.MSGSIZE;
        }
        long done = 0;
        do {
            int part = state.vectors().gather(memory, buffer.memory(), buffer.sizeBytes());
            long result = socket.write(state.io(), part);
            if (result < 0 && done == 0) {
                return Errno.ofResult(result);
            }
            if (result <= 0) {
                break;
            }
            state.vectors().advance(result);
            done += result;
            if (done < total) {
                state.io().control().checkpoint();
            }
        } while (done < total);
        memory.putInt(countAt, (int) done);
        return Errno.SUCCESS;
    }

    private Errno shutdown(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = refusal(fd, Rights.SOCK_SHUTDOWN);
        if (fd == null || refusal != Errno.SUCCESS) {
            return refusal;
        }
        int how =
                switch ((int) args[1]) {
                    case SHUTDOWN_RD -> SocketCalls.SHUT_RD;
                    case SHUTDOWN_WR -> SocketCalls.SHUT_WR;
                    case SHUTDOWN_RD | SHUTDOWN_WR -> SocketCalls.SHUT_RDWR;
                    default -> -1;
                };
        return how < 0 ? Errno.INVAL : Errno.ofResult(SocketCalls.shutdown(fd.hostFd(), how));
    }
}
