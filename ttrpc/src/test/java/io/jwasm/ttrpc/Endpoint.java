package io.jwasm.ttrpc;

import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A server that listens on a unix socket in a new directory.
final class Endpoint implements AutoCloseable {

    private final Path directory;
    private final UnixDomainSocketAddress address;
    private final TtrpcServer server;

    Endpoint(TtrpcServer.Builder builder) throws IOException {
        directory = Files.createTempDirectory("ttrpc");
        address = UnixDomainSocketAddress.of(directory.resolve("s"));
        server = builder.build();
        server.serve(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
    }

    TtrpcServer server() {
        return server;
    }

    TtrpcClient client() throws IOException {
        return TtrpcClient.connect(address);
    }

    RawPeer rawPeer() throws IOException {
        return new RawPeer(SocketChannel.open(address));
    }

    UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(address.getPath());
        Files.delete(directory);
    }
}
