package io.jwasm.core.bootstrap;

import io.jwasm.core.config.DaemonConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;

/// Puts the engine together with the host functions that its guests get.
final class Engines {

    private Engines() {}

    static WasmEngine create(DaemonConfig config) {
        return ChicoryEngine.create(
                EngineConfig.defaults(),
                MemoryLedger.ofCapacity(config.memoryLimitBytes()),
                Preview1::create);
    }
}
