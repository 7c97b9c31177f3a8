package io.jwasm.core.bootstrap;

import io.jwasm.core.config.DaemonConfig;
import io.jwasm.wasi.engine.ChicoryEngine;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.host.HostFunctions;

/// Puts the engine together with the host functions that its guests get.
final class Engines {

    private Engines() {}

    static WasmEngine create(DaemonConfig config) {
        return ChicoryEngine.create(
                EngineConfig.defaults(),
                MemoryLedger.ofCapacity(config.memoryLimitBytes()),
                (_, _) -> new None());
    }

    private record None() implements HostFunctions {
        @Override
        public java.util.Optional<io.jwasm.wasi.host.HostFunction> find(
                String m,
                String n,
                java.util.List<io.jwasm.wasi.host.ValueType> p,
                java.util.Optional<io.jwasm.wasi.host.ValueType> r) {
            return java.util.Optional.empty();
        }

        @Override
        public boolean offers(String m, String n) {
            return false;
        }

        @Override
        public void close() {}
    }
}
