package io.jwasm.ttrpc.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;

/// Admits peers on unix-domain sockets that run as the same user as this process, by SO_PEERCRED
/// (unix(7)). Immutable.
public final class SameUser implements Predicate<SocketChannel> {

    private final UserPrincipal self;

    /// Finds out who this process is.
    ///
    /// @throws IOException if /proc is not mounted
    public SameUser() throws IOException {
        this(Files.getOwner(Path.of("/proc/self")));
    }

    SameUser(UserPrincipal self) {
        this.self = self;
    }

    /// Compares the peer's user, as it was when the peer connected.
    ///
    /// @param channel an accepted connection
    /// @return whether it is the same user; false for a socket that does not say
    @Override
    public boolean test(SocketChannel channel) {
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(self);
        } catch (IOException | UnsupportedOperationException _) {
            // Not a unix-domain socket, or the peer has gone: no proof, no admission.
            return false;
        }
    }
}
