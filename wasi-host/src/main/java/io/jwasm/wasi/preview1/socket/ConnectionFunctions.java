package io.jwasm.wasi.preview1.socket;

import io.jwasm.linux.io.Poll;
import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.FileDescriptor.Opened;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fd.SocketDescriptor;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// `sock_open`, `sock_bind`, `sock_listen`, `sock_connect`, `sock_getlocaladdr` and
/// `sock_getpeeraddr` of [WasmEdge's socket
/// extension](https://github.com/second-state/wasmedge_wasi_socket), in both of its versions.
final class ConnectionFunctions implements Family {

    // sock_type
    private static final int DATAGRAM = 1;
    private static final int STREAM = 2;

    private final HostState state;

    ConnectionFunctions(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "sock_open" -> Family.offer("iii", this::open);
            case "sock_bind" -> Family.offer("iii", this::bind);
            case "sock_listen" -> Family.offer("ii", this::listen);
            case "sock_connect" -> Family.offer("iii", this::connect);
            case "sock_getlocaladdr" ->
                    List.of(
                            new Offer("iii", (memory, args) -> address(memory, args, true)),
                            new Offer("iiii", (memory, args) -> addressV1(memory, args, true)));
            case "sock_getpeeraddr" ->
                    List.of(
                            new Offer("iii", (memory, args) -> address(memory, args, false)),
                            new Offer("iiii", (memory, args) -> addressV1(memory, args, false)));
            default -> List.of();
        };
    }

    private Errno open(GuestMemory memory, long[] args) {
        int family = (int) args[0];
        int type = (int) args[1];
        memory.check((int) args[2], Integer.BYTES);
        if (family != SocketAddresses.INET4 && family != SocketAddresses.INET6) {
            return Errno.AFNOSUPPORT;
        }
        if (type != DATAGRAM && type != STREAM) {
            return Errno.INVAL;
        }
        if (state.network() == GuestNetwork.NONE) {
            return Errno.ACCES;
        }
        if (state.fds().isFull()) {
            return Errno.MFILE;
        }
        long hostFd = SocketCalls.open(family == SocketAddresses.INET6, type == DATAGRAM);
        if (hostFd < 0) {
            return Errno.ofResult(hostFd);
        }
        FileType kind = type == DATAGRAM ? FileType.SOCKET_DGRAM : FileType.SOCKET_STREAM;
        Opened opened = new Opened((int) hostFd, true, kind, Rights.ALL, 0, 0);
        memory.putInt((int) args[2], state.fds().add(state.factory().of(opened)));
        return Errno.SUCCESS;
    }

    private Errno bind(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        if (!(fd instanceof SocketDescriptor socket)) {
            return SockFunctions.refusal(fd, 0);
        }
        if (state.network() == GuestNetwork.NONE) {
            return Errno.ACCES;
        }
        AddressBuffer address = state.address();
        Errno loaded = SocketAddresses.load(memory, (int) args[1], (int) args[2], address);
        return loaded != Errno.SUCCESS ? loaded : Errno.ofResult(address.bind(socket.hostFd()));
    }

    private Errno listen(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        Errno refusal = SockFunctions.refusal(fd, Rights.SOCK_ACCEPT);
        if (fd == null || refusal != Errno.SUCCESS) {
            return refusal;
        }
        if (state.network() == GuestNetwork.NONE) {
            return Errno.ACCES;
        }
        return Errno.ofResult(SocketCalls.listen(fd.hostFd(), (int) args[1]));
    }

    private Errno connect(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        if (!(fd instanceof SocketDescriptor socket)) {
            return SockFunctions.refusal(fd, 0);
        }
        if (state.network() == GuestNetwork.NONE) {
            // A socket that it was given to listen on connects once it has been shut down.
            return Errno.ACCES;
        }
        AddressBuffer address = state.address();
        Errno loaded = SocketAddresses.load(memory, (int) args[1], (int) args[2], address);
        if (loaded != Errno.SUCCESS) {
            return loaded;
        }
        long result = address.connect(socket.hostFd());
        if (result != -io.jwasm.linux.Errno.EINPROGRESS || socket.isNonBlocking()) {
            return Errno.ofResult(result);
        }
        return Errno.ofResult(finish(socket));
    }

    /// Waits until a connection is there or has failed.
    private long finish(SocketDescriptor socket) {
        long ready = state.io().await(socket.hostFd(), Poll.POLLOUT, socket.timeoutNanos(false));
        if (ready <= 0) {
            return ready == 0 ? -io.jwasm.linux.Errno.EINPROGRESS : ready;
        }
        long length =
                SocketCalls.option(
                        socket.hostFd(), SocketCalls.SO_ERROR, state.io().buffer(), Integer.BYTES);
        return length < 0 ? length : -state.io().buffer().memory().getInt(0);
    }

    /// The second version: fd, address, port.
    private Errno address(GuestMemory memory, long[] args, boolean isLocal) {
        return address(memory, (int) args[0], (int) args[1], (int) args[2], isLocal);
    }

    /// The first version: fd, address, the length of the address in disguise, port. The type is
    /// written as the programs of its time expect it, 4 or 6.
    private Errno addressV1(GuestMemory memory, long[] args, boolean isLocal) {
        memory.check((int) args[2], Integer.BYTES);
        Errno found = address(memory, (int) args[0], (int) args[1], (int) args[3], isLocal);
        if (found == Errno.SUCCESS) {
            boolean isInet4 = state.address().address().length == AddressBuffer.INET4_BYTES;
            memory.putInt((int) args[2], isInet4 ? 4 : 6);
        }
        return found;
    }

    private Errno address(GuestMemory memory, int fd, int addressAt, int portAt, boolean isLocal) {
        FileDescriptor descriptor = state.fd(fd);
        if (!(descriptor instanceof SocketDescriptor socket)) {
            return SockFunctions.refusal(descriptor, 0);
        }
        memory.check(portAt, Integer.BYTES);
        Errno room = SocketAddresses.checkRoom(memory, addressAt);
        if (room != Errno.SUCCESS) {
            return room;
        }
        AddressBuffer address = state.address();
        long result = isLocal ? address.local(socket.hostFd()) : address.peer(socket.hostFd());
        if (result < 0) {
            return Errno.ofResult(result);
        }
        Errno stored = SocketAddresses.store(memory, addressAt, address.address());
        if (stored == Errno.SUCCESS) {
            memory.putInt(portAt, address.port());
        }
        return stored;
    }
}
