package io.jwasm.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where compiled modules are kept.
///
/// The command line finds the directory here, the launcher by the same rule in its own words
/// (`locate_cache`), for the daemon.
public final class CacheLocation {

    /// The variable that names the directory, or says `none`.
    public static final String VARIABLE = "JWASM_CACHE";

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
}
