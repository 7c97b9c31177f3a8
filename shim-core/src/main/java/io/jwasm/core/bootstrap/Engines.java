package io.jwasm.core.bootstrap;

import io.jwasm.core.config.CacheLocation;
import io.jwasm.core.config.DaemonConfig;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the engine together with the host functions that its guests get.
final class Engines {

    /// The property that says how modules are run: `interpreter`, `compiler` or `adaptive`.
    static final String TIER = "jwasm.engine.tier";

    private static final Logger log = LoggerFactory.getLogger(Engines.class);

    private Engines() {}

    static WasmEngine create(DaemonConfig config, Optional<Path> cache) {
        EngineConfig engine = EngineConfig.defaults().withTier(tier(System.getProperty(TIER)));
        long maxBytes = CacheLocation.maxBytes(System::getProperty, CacheConfig.DEFAULT_MAX_BYTES);
        return ChicoryEngine.create(
                cache.map(directory -> engine.withCache(new CacheConfig(directory, maxBytes)))
                        .orElse(engine),
                MemoryLedger.ofCapacity(config.memoryLimitBytes()),
                Preview1::create,
                log::warn);
    }

    static Tier tier(@Nullable String name) {
        if (name == null) {
            return EngineConfig.defaults().tier();
        }
        return Arrays.stream(Tier.values())
                .filter(tier -> word(tier).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s: \"%s\" is none of %s"
                                        .formatted(
                                                TIER,
                                                name,
                                                Arrays.stream(Tier.values())
                                                        .map(Engines::word)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static String word(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }
}
