package io.jwasm.core.bootstrap;

import io.jwasm.core.state.StateDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;

/// The socket that containerd dials.
///
/// @param path where it is
/// @param channel bound and listening
record ListeningSocket(Path path, ServerSocketChannel channel) implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /// Binds the socket, for its user alone. The caller holds the daemon's lock, so whatever is
    /// there is what a dead daemon left.
    ///
    /// @param path where
    /// @return the socket
    /// @throws IOException when it cannot be bound
    static ListeningSocket bind(Path path) throws IOException {
        StateDirectory.createPrivate(Objects.requireNonNull(path.getParent()));
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(
                    path,
                    EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        return new ListeningSocket(path, channel);
    }

    /// The address as containerd dials it.
    ///
    /// @return `unix://` and the path
    String address() {
        return "unix://" + path;
    }

    /// Removes the socket, then closes it.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        channel.close();
    }
}
