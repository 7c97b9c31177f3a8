package io.jwasm.core.bootstrap;

import java.io.IOException;
import java.util.Optional;

/// The sockets of a daemon: the one that `jwasm` and the launcher use, and containerd if it speaks
/// ttrpc; beside it another one for a containerd that speaks gRPC.
///
/// @param ttrpc the first
/// @param grpc the other one
record Sockets(ListeningSocket ttrpc, Optional<ListeningSocket> grpc) implements AutoCloseable {

    /// Binds what is needed.
    ///
    /// @param arguments the daemon's
    /// @return the sockets
    /// @throws IOException when one cannot be bound
    static Sockets bind(DaemonArguments arguments) throws IOException {
        ListeningSocket ttrpc = ListeningSocket.bind(SocketPath.choose(arguments));
        if (!arguments.protocol().isGrpc()) {
            return new Sockets(ttrpc, Optional.empty());
        }
        try {
            return new Sockets(
                    ttrpc, Optional.of(ListeningSocket.bind(SocketPath.chooseForGrpc(arguments))));
        } catch (IOException | RuntimeException failure) {
            ttrpc.close();
            throw failure;
        }
    }

    /// What the launcher is to answer to containerd, where that is not the first socket's address.
    ///
    /// Version 2 is the only one with which containerd 1.7 takes gRPC, and it calls task v3 then
    /// (`runtime/v2/shim.go`, `parseStartResponse` and `grpcDialContext`, which needs the bare
    /// path; `runtime/v2/bridge.go`).
    Optional<String> answer() {
        return grpc.map(socket ->
                "{\"version\":2,\"address\":\"%s\",\"protocol\":\"grpc\"}"
                        .formatted(socket.path()));
    }

    /// Removes the sockets, then closes them.
    @Override
    public void close() throws IOException {
        try (ttrpc) {
            if (grpc.isPresent()) {
                grpc.get().close();
            }
        }
    }
}
