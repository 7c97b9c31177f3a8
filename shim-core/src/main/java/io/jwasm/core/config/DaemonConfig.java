package io.jwasm.core.config;

import io.jwasm.wasi.engine.EngineConfig;
import java.time.Duration;

/// How a daemon behaves. Immutable.
///
/// @param linger for how long it stays without containers, so that the next one starts warm
/// @param shutdownLimit for how long it waits for its guests, and then for containerd, when it is
///   told to end
/// @param logLevel the least of what it logs
/// @param guestMemoryBytes the most that all guests together may hold
/// @param engine how modules are run
/// @param cacheMaxBytes the most of compiled modules that is kept on disk
/// @param containers how containers are run for which nobody says otherwise
public record DaemonConfig(
        Duration linger,
        Duration shutdownLimit,
        LogLevel logLevel,
        long guestMemoryBytes,
        EngineConfig engine,
        long cacheMaxBytes,
        ContainerConfig containers) {

    /// How long a daemon waits that is told to end before it has read its configuration, when there
    /// is next to nothing to wait for.
    public static final Duration SHORTEST_SHUTDOWN = Duration.ofSeconds(1);

    static DaemonConfig of(Values values) {
        return new DaemonConfig(
                values.get(Settings.LINGER),
                values.get(Settings.SHUTDOWN_LIMIT),
                values.get(Settings.LOG_LEVEL),
                values.get(Settings.MEMORY_TOTAL),
                engine(values),
                values.get(Settings.CACHE_MAX),
                ContainerConfig.of(values));
    }

    private static EngineConfig engine(Values values) {
        EngineConfig defaults = EngineConfig.defaults();
        return new EngineConfig(
                Math.toIntExact(values.get(Settings.ENGINE_MAX_MODULE)),
                Math.toIntExact(values.get(Settings.ENGINE_MAX_COMPILE)),
                values.get(Settings.ENGINE_TIER),
                defaults.idleModuleBytes(),
                defaults.idleModuleTime(),
                defaults.cache());
    }
}
