package io.jwasm.core.bootstrap;

import io.jwasm.core.config.DaemonConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts the engine together with the host functions that its guests get.
final class Engines {

    /// The property that says how modules are run: `interpreter`, `compiler` or `adaptive`.
    static final String TIER = "jwasm.engine.tier";

    private Engines() {}

    static WasmEngine create(DaemonConfig config) {
        return ChicoryEngine.create(
                EngineConfig.defaults().withTier(tier(System.getProperty(TIER))),
                MemoryLedger.ofCapacity(config.memoryLimitBytes()),
                Preview1::create);
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
