package io.jwasm.core.bootstrap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Chooses where a daemon listens.
///
/// The name is the same for each daemon of a state directory, so that a new one clears away what a
/// dead one left. Nobody but the daemon computes it: the launcher reads it from a file.
final class SocketPath {

    /// `sizeof(sun_path)` less the terminating NUL, unix(7).
    private static final int MAX_BYTES = 107;

    // FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/). Two rounds give a name as
    // good as a digest for telling daemons apart, without loading the security providers.
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private static final String NEEDS_ESCAPES = "\"\\%?#";

    private SocketPath() {}

    /// Chooses the path.
    ///
    /// @param arguments the daemon's, whose state directory is `ROOT/ADDRESS/-/NAMESPACE` or, for
    ///   that of a pod or a container, `ROOT/ADDRESS/-/NAMESPACE/-/GROUP`
    /// @return `ROOT/s/NAME`, such as `/run/jwasm/s/0123456789abcdef0123456789abcdef`
    /// @throws IllegalArgumentException when that is too long for a socket
    static Path choose(DaemonArguments arguments) {
        return checked(path(arguments));
    }

    /// Chooses the path of the socket for gRPC, beside the other one.
    ///
    /// @param arguments the daemon's
    /// @return the path
    /// @throws IllegalArgumentException when that is too long, or holds what neither JSON nor the
    ///   URI that gRPC's Go library makes of it takes as it is
    static Path chooseForGrpc(DaemonArguments arguments) {
        Path socket = path(arguments);
        String text = socket.toString();
        if (!text.chars().allMatch(c -> c > ' ' && NEEDS_ESCAPES.indexOf(c) < 0)) {
            throw new IllegalArgumentException(
                    "socket \"%s\" cannot be served over gRPC: choose a state directory without blanks and %s"
                            .formatted(socket, NEEDS_ESCAPES));
        }
        return checked(socket.resolveSibling(socket.getFileName() + ".grpc"));
    }

    private static Path path(DaemonArguments arguments) {
        return root(arguments).resolve("s").resolve(name(arguments.state().toString()));
    }

    private static Path checked(Path socket) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "socket \"%s\" has %d bytes, more than the %d allowed: choose a shorter state directory"
                            .formatted(socket, length, MAX_BYTES));
        }
        return socket;
    }

    private static Path root(DaemonArguments arguments) {
        Path state = arguments.state();
        String address = arguments.address();
        Path suffix = Path.of(address.startsWith("/") ? address.substring(1) : address);
        suffix = suffix.resolve("-").resolve(arguments.namespace());
        suffix = arguments.scope().group().map(suffix.resolve("-")::resolve).orElse(suffix);
        int kept = state.getNameCount() - suffix.getNameCount();
        return state.endsWith(suffix) && kept > 0
                ? state.getRoot().resolve(state.subpath(0, kept))
                : state;
    }

    private static String name(String text) {
        long first = hash(FNV_OFFSET, text);
        long second = hash(first, text);
        return hex(first) + hex(second);
    }

    private static long hash(long start, String text) {
        long hash = start;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(Long.SIZE / 4 - digits.length()) + digits;
    }
}
