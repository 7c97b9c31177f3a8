package io.jwasm.core.bootstrap;

import io.jwasm.core.config.DaemonConfig;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.EngineNews;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the engine together with the host functions that its guests get.
final class Engines {

    private static final Logger log = LoggerFactory.getLogger(Engines.class);

    private Engines() {}

    static WasmEngine create(DaemonConfig config, Optional<Path> cache) {
        EngineConfig engine = config.engine();
        return ChicoryEngine.create(
                cache.map(directory -> new CacheConfig(directory, config.cacheMaxBytes()))
                        .map(engine::withCache)
                        .orElse(engine),
                MemoryLedger.ofCapacity(config.guestMemoryBytes()),
                Preview1::create,
                new EngineNews(log::info, log::warn));
    }
}
