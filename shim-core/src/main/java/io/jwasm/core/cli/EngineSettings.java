package io.jwasm.core.cli;

import io.jwasm.core.config.CacheLocation;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.ConfigSource;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.DaemonConfig;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.EngineConfig;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/// What a daemon that this user's launcher starts would do with modules.
final class EngineSettings {

    private EngineSettings() {}

    /// The daemon's configuration, of whose memory nobody knows how much it is.
    static Configuration configuration(Map<String, String> environment) throws CommandFailure {
        try {
            return Configuration.read(
                    new ConfigSource(ConfigSource.find(environment), Map.of()), Long.MAX_VALUE);
        } catch (ConfigException fault) {
            throw new CommandFailure(String.valueOf(fault.getMessage()), fault);
        }
    }

    /// The engine's, with the cache if there is one.
    static EngineConfig engine(Configuration configuration, Map<String, String> environment) {
        EngineConfig engine = configuration.daemon().engine();
        return cache(configuration.daemon(), environment).map(engine::withCache).orElse(engine);
    }

    /// The engine's for who only reads: a cache that is not there yet is not made.
    static EngineConfig readingEngine(
            Configuration configuration, Map<String, String> environment) {
        EngineConfig engine = configuration.daemon().engine();
        return cache(configuration.daemon(), environment)
                .filter(cache -> Files.exists(cache.directory()))
                .map(engine::withCache)
                .orElse(engine);
    }

    /// The engine's, with the cache that must be there.
    static CacheConfig cache(Map<String, String> environment) throws CommandFailure {
        return cache(configuration(environment).daemon(), environment)
                .orElseThrow(() ->
                        new CommandFailure(
                                CommandFailure.FAILED,
                                "there is no cache: %s says none, or the user has no home"
                                        .formatted(CacheLocation.VARIABLE)));
    }

    private static Optional<CacheConfig> cache(
            DaemonConfig daemon, Map<String, String> environment) {
        return CacheLocation.find(environment, CurrentProcess.effectiveUserId())
                .map(directory ->
                        new CacheConfig(directory.toAbsolutePath(), daemon.cacheMaxBytes()));
    }
}
