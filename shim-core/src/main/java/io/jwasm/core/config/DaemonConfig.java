package io.jwasm.core.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How the daemon behaves. Immutable.
///
/// @param linger for how long it stays without containers, so that the next one starts warm
/// @param shutdownLimit for how long it waits for its guests and for containerd when it is told to
///   end
/// @param memoryLimitBytes the most that a guest may take whose specification has no limit
public record DaemonConfig(Duration linger, Duration shutdownLimit, long memoryLimitBytes) {

    /// The property that sets [#linger], an ISO 8601 duration such as `PT10M`.
    public static final String LINGER = "jwasm.linger";

    /// The property that sets [#memoryLimitBytes].
    public static final String MEMORY_LIMIT_BYTES = "jwasm.memoryLimitBytes";

    private static final Duration DEFAULT_LINGER = Duration.ofMinutes(10);

    /// Within the 3 s that containerd gives a shim to shut down.
    private static final Duration DEFAULT_SHUTDOWN_LIMIT = Duration.ofSeconds(2);

    /// Checks the values.
    public DaemonConfig {
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger " + linger + " is negative");
        }
        if (memoryLimitBytes <= 0) {
            throw new IllegalArgumentException(
                    "memory limit " + memoryLimitBytes + " is not positive");
        }
    }

    /// The defaults on a JVM with so much heap.
    ///
    /// @param maxHeapBytes the most that the JVM's heap may take
    /// @return linger 10 min, shutdown 2 s, and three quarters of the heap for one guest
    public static DaemonConfig defaults(long maxHeapBytes) {
        return new DaemonConfig(DEFAULT_LINGER, DEFAULT_SHUTDOWN_LIMIT, maxHeapBytes / 4 * 3);
    }

    /// Reads the settings.
    ///
    /// @param properties finds a property by name, null when it is not set
    /// @param maxHeapBytes the most that the JVM's heap may take
    /// @return the settings, with defaults for what is not set
    /// @throws IllegalArgumentException when a value is malformed; the message names the property
    public static DaemonConfig read(
            Function<String, @Nullable String> properties, long maxHeapBytes) {
        DaemonConfig defaults = defaults(maxHeapBytes);
        String linger = properties.apply(LINGER);
        String memory = properties.apply(MEMORY_LIMIT_BYTES);
        return new DaemonConfig(
                linger == null ? defaults.linger : duration(LINGER, linger),
                defaults.shutdownLimit,
                memory == null ? defaults.memoryLimitBytes : number(MEMORY_LIMIT_BYTES, memory));
    }

    private static Duration duration(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is no duration such as PT10M".formatted(name, text), malformed);
        }
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is no number of bytes".formatted(name, text), malformed);
        }
    }
}
