package io.jwasm.wasi.engine;

import java.time.Duration;
import java.util.Optional;

/// How the engine works. Immutable.
///
/// @param maxModuleBytes the largest file that is taken for a module
/// @param maxCompileBytes the largest module that is compiled; larger ones stay with the
///   interpreter
/// @param tier which of the engine's two ways of running a module is taken, and when
/// @param idleModuleBytes how much, in bytes of their files, of the modules that no guest uses is
///   kept for the next guest
/// @param idleModuleTime how long a module that no guest uses is kept at the most
/// @param cache where compiled modules are kept on disk; empty for nowhere
public record EngineConfig(
        int maxModuleBytes,
        int maxCompileBytes,
        Tier tier,
        long idleModuleBytes,
        Duration idleModuleTime,
        Optional<CacheConfig> cache) {

    /// Checks the ranges.
    public EngineConfig {
        if (maxModuleBytes <= 0 || maxCompileBytes < 0 || idleModuleBytes < 0) {
            throw new IllegalArgumentException("sizes must not be negative");
        }
        if (idleModuleTime.isNegative()) {
            throw new IllegalArgumentException("time must not be negative");
        }
    }

    /// The defaults.
    ///
    /// @return modules up to 256 MiB; compiled in the background up to 64 MiB; 32 MiB of idle
    ///   modules for 10 minutes; nothing on disk
    public static EngineConfig defaults() {
        return new EngineConfig(
                256 << 20,
                64 << 20,
                Tier.ADAPTIVE,
                32L << 20,
                Duration.ofMinutes(10),
                Optional.empty());
    }

    /// The same with another tier.
    ///
    /// @param other the tier
    /// @return the changed configuration
    public EngineConfig withTier(Tier other) {
        return new EngineConfig(
                maxModuleBytes, maxCompileBytes, other, idleModuleBytes, idleModuleTime, cache);
    }

    /// The same with a cache on disk.
    ///
    /// @param other where it is
    /// @return the changed configuration
    public EngineConfig withCache(CacheConfig other) {
        return new EngineConfig(
                maxModuleBytes,
                maxCompileBytes,
                tier,
                idleModuleBytes,
                idleModuleTime,
                Optional.of(other));
    }
}
