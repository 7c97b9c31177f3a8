package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fd.SocketDescriptor;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// `sock_recv_from` and `sock_send_to` of WasmEdge's socket extension, in both of its versions.
final class DatagramFunctions implements Family {

    private static final int RECV_PEEK = 1;
    private static final int RECV_WAITALL = 1 << 1; // means nothing for what comes in one piece
    private static final int RECV_DATA_TRUNCATED = 1;

    private final HostState state;

    DatagramFunctions(HostState state) {
        this.state = state;
    }

    /// Where the answer to `sock_recv_from` goes.
    ///
    /// @param addressAt the sender's address
    /// @param portAt its port; 0 in the first version, which does not tell it
    /// @param countAt the number of bytes
    /// @param flagsAt the flags
    private record Answer(int addressAt, int portAt, int countAt, int flagsAt) {}

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "sock_recv_from" ->
                    List.of(
                            new Offer("iiiiiii", this::receiveV1),
                            new Offer("iiiiiiii", this::receive));
            case "sock_send_to" -> Family.offer("iiiiiii", this::send);
            default -> List.of();
        };
    }

    private Errno receiveV1(GuestMemory memory, long[] args) {
        Answer answer = new Answer((int) args[3], 0, (int) args[5], (int) args[6]);
        return receive(memory, args, answer);
    }

    private Errno receive(GuestMemory memory, long[] args) {
        memory.check((int) args[5], Integer.BYTES);
        Answer answer = new Answer((int) args[3], (int) args[5], (int) args[6], (int) args[7]);
        return receive(memory, args, answer);
    }

    private Errno receive(GuestMemory memory, long[] args, Answer answer) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = SockFunctions.refusal(fd, Rights.FD_READ);
        if (refusal != Errno.SUCCESS || !(fd instanceof SocketDescriptor socket)) {
            return refusal;
        }
        int flags = (int) args[4];
        if ((flags & ~(RECV_PEEK | RECV_WAITALL)) != 0) {
            return Errno.INVAL;
        }
        memory.check(answer.countAt(), Integer.BYTES);
        memory.check(answer.flagsAt(), Short.BYTES);
        Errno room = SocketAddresses.checkRoom(memory, answer.addressAt());
        if (room != Errno.SUCCESS) {
            return room;
        }
        Errno loaded = state.vectors().load(memory, (int) args[1], (int) args[2]);
        return loaded != Errno.SUCCESS ? loaded : receive(memory, socket, flags, answer);
    }

    private Errno receive(GuestMemory memory, SocketDescriptor socket, int flags, Answer answer) {
        TransferBuffer buffer = state.io().buffer();
        AddressBuffer address = state.address();
        int hostFlags = (flags & RECV_PEEK) != 0 ? SocketCalls.MSG_PEEK : 0;
        if (socket.type() == FileType.SOCKET_DGRAM) {
            hostFlags |= SocketCalls.MSG_TRUNC;
        }
        int messageFlags = hostFlags;
        int most = (int) Math.min(state.vectors().total(), buffer.sizeBytes());
        long result =
                socket.attempt(
                        state.io(),
                        Poll.POLLIN,
                        () -> address.receive(socket.hostFd(), buffer, most, messageFlags));
        if (result < 0) {
            return Errno.ofResult(result);
        }
        int received = (int) Math.min(result, most);
        state.vectors().scatter(memory, buffer.memory(), received);
        memory.putInt(answer.countAt(), received);
        memory.putShort(answer.flagsAt(), (short) (result > most ? RECV_DATA_TRUNCATED : 0));
        return tellSender(memory, socket, answer);
    }

    /// A byte stream's receive leaves no address: its peer is known.
    private Errno tellSender(GuestMemory memory, SocketDescriptor socket, Answer answer) {
        AddressBuffer address = state.address();
        if (address.address().length == 0 && address.peer(socket.hostFd()) < 0) {
            return Errno.SUCCESS;
        }
        if (answer.portAt() != 0) {
            memory.putInt(answer.portAt(), address.port());
        }
        return SocketAddresses.store(memory, answer.addressAt(), address.address());
    }

    private Errno send(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = SockFunctions.refusal(fd, Rights.FD_WRITE);
        if (refusal != Errno.SUCCESS || !(fd instanceof SocketDescriptor socket)) {
            return refusal;
        }
        if (state.network() == GuestNetwork.NONE) {
            return Errno.ACCES;
        }
        if (args[5] != 0) {
            return Errno.INVAL; // no siflags are defined
        }
        memory.check((int) args[6], Integer.BYTES);
        AddressBuffer address = state.address();
        Errno named = SocketAddresses.load(memory, (int) args[3], (int) args[4], address);
        if (named != Errno.SUCCESS) {
            return named;
        }
        Errno loaded = state.vectors().load(memory, (int) args[1], (int) args[2]);
        return loaded != Errno.SUCCESS ? loaded : send(memory, socket, (int) args[6]);
    }

    private Errno send(GuestMemory memory, SocketDescriptor socket, int countAt) {
        TransferBuffer buffer = state.io().buffer();
        AddressBuffer address = state.address();
        if (state.vectors().total() > buffer.sizeBytes()) {
            return Errno.MSGSIZE;
        }
        int length = state.vectors().gather(memory, buffer.memory(), buffer.sizeBytes());
        long result =
                socket.attempt(
                        state.io(),
                        Poll.POLLOUT,
                        () -> address.send(socket.hostFd(), buffer, length));
        if (result < 0) {
            return Errno.ofResult(result);
        }
        memory.putInt(countAt, (int) result);
        return Errno.SUCCESS;
    }
}
