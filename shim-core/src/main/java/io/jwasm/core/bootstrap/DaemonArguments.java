package io.jwasm.core.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the launcher tells the daemon, in the syntax of Go's `flag` package: `-name value`,
/// `-name=value`, with one or two dashes. Immutable.
///
/// @param namespace the containerd namespace it serves
/// @param address the path of containerd's gRPC socket
/// @param state its state directory
/// @param config the configuration file; empty when there is none
/// @param ttrpcAddress where containerd takes events; empty when nobody does
/// @param bundle the first container's bundle, whose `log` FIFO containerd reads; may be missing
/// @param cache where compiled modules are kept; empty for nowhere
/// @param scope whose daemon it is
/// @param protocol what containerd is to speak
/// @param isDebug whether to log debug messages
record DaemonArguments(
        String namespace,
        String address,
        Path state,
        Optional<Path> config,
        Optional<String> ttrpcAddress,
        Optional<Path> bundle,
        Optional<Path> cache,
        DaemonScope scope,
        SpokenProtocol protocol,
        boolean isDebug) {

    /// Parses the command line.
    ///
    /// @param args the words
    /// @return the arguments
    /// @throws IllegalArgumentException when one is unknown, or one that is needed is missing
    static DaemonArguments parse(String... args) {
        Map<String, String> values = new HashMap<>();
        boolean isDebug = false;
        for (int i = 0; i < args.length; i++) {
            String word = flag(args[i]);
            int equals = word.indexOf('=');
            if (word.equals("debug")) {
                isDebug = true;
            } else if (equals >= 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (i + 1 < args.length) {
                values.put(word, args[++i]);
            } else {
                throw new IllegalArgumentException("flag -" + word + " needs a value");
            }
        }
        DaemonArguments parsed =
                new DaemonArguments(
                        take(values, "namespace"),
                        take(values, "address"),
                        Path.of(take(values, "state")),
                        optional(values, "config").map(Path::of),
                        optional(values, "ttrpc-address"),
                        optional(values, "bundle").map(Path::of),
                        optional(values, "cache").map(Path::of),
                        DaemonScope.of(
                                optional(values, "isolation"),
                                optional(values, "isolation-of-file"),
                                optional(values, "group")),
                        SpokenProtocol.of(
                                optional(values, "protocol"), optional(values, "protocol-of-file")),
                        isDebug);
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown flags " + values.keySet());
        }
        return parsed;
    }

    private static String flag(String word) {
        if (!word.startsWith("-")) {
            throw new IllegalArgumentException("\"" + word + "\" is no flag");
        }
        return word.substring(word.startsWith("--") ? 2 : 1);
    }

    private static String take(Map<String, String> values, String name) {
        String value = values.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("flag -" + name + " is missing");
        }
        return value;
    }

    private static Optional<String> optional(Map<String, String> values, String name) {
        return Optional.ofNullable(values.remove(name)).filter(value -> !value.isEmpty());
    }
}
