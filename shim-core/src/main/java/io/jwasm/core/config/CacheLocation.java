package io.jwasm.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where compiled modules are kept, and how many bytes of them.
///
/// The command line finds the directory here, the launcher by the same rule in its own words
/// (`locate_cache`), for the daemon.
public final class CacheLocation {

    /// The variable that names the directory, or says `none`.
    public static final String VARIABLE = "JWASM_CACHE";

    /// The property that says how much is kept at the most, a number of bytes.
    public static final String MAX_BYTES = "jwasm.cache.maxBytes";

    private static final String NONE = "none";
    private static final Path SYSTEM = Path.of("/var/lib/jwasm/cache");
    private static final int ROOT = 0;

    private CacheLocation() {}

    /// Finds the directory.
    ///
    /// @param environment the variables of whoever calls
    /// @param user the effective user
    /// @return the directory; empty when there is none
    public static Optional<Path> find(Map<String, String> environment, int user) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return named.equals(NONE) ? Optional.empty() : Optional.of(Path.of(named));
        }
        Optional<Path> state = path(environment, "JWASM_STATE", "cache");
        if (state.isPresent()) {
            return state;
        }
        if (user == ROOT) {
            return Optional.of(SYSTEM);
        }
        return path(environment, "XDG_CACHE_HOME", "jwasm")
                .or(() -> path(environment, "HOME", ".cache/jwasm"));
    }

    private static Optional<Path> path(
            Map<String, String> environment, String variable, String below) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> value.startsWith("/"))
                .map(value -> Path.of(value, below));
    }

    /// Reads how much is kept.
    ///
    /// @param properties finds a property by name, null when it is not set
    /// @param unlessSet the answer when it is not set
    /// @return the most, in bytes
    /// @throws IllegalArgumentException when the value is malformed; the message names the property
    public static long maxBytes(Function<String, @Nullable String> properties, long unlessSet) {
        String value = properties.apply(MAX_BYTES);
        if (value == null) {
            return unlessSet;
        }
        try {
            return Long.parseUnsignedLong(value);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is no number of bytes".formatted(MAX_BYTES, value), malformed);
        }
    }
}
