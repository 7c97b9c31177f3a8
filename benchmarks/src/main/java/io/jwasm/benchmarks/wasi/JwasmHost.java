package io.jwasm.benchmarks.wasi;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.control.GuestThread;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.host.HostFunction;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.host.ValueType;
import io.jwasm.wasi.preview1.Preview1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The guest as a container has it: our engine, our WASI host, a thread of its own.
final class JwasmHost implements WasiHost {
    private static final long MEMORY_BYTES = 64L << 20;

    private final WasmEngine engine;
    private final HostFd root;
    private final HostFd devNull;
    private final Guest guest;
    private final Thread thread;

    private JwasmHost(WasmEngine engine, HostFd root, HostFd devNull, Guest guest) {
        this.engine = engine;
        this.root = root;
        this.devNull = devNull;
        this.guest = guest;
        this.thread =
                new GuestThread(
                        () -> IO.println("# guest ended: " + guest.run()), "guest", 1L << 20);
    }

    static WasiHost start(Scene scene, Orders orders) throws IOException {
        WasmEngine engine =
                ChicoryEngine.create(
                        EngineConfig.defaults().withTier(Tier.COMPILER),
                        MemoryLedger.ofCapacity(MEMORY_BYTES),
                        (config, control, budget) ->
                                new WithOrders(Preview1.create(config, control, budget), orders));
        HostFd root = Descriptors.open(scene.directory().toString(), OpenFlags.O_DIRECTORY, 0);
        HostFd devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
        GuestStdio stdio = new GuestStdio(devNull, scene.pipe().writeEnd(), devNull);
        GuestConfig config =
                new GuestConfig(
                        "calls.wasm",
                        List.of("calls.wasm"),
                        List.of(),
                        List.of(new Grant.Directory("/", root, false)),
                        stdio,
                        "_start",
                        MEMORY_BYTES);
        JwasmHost host = new JwasmHost(engine, root, devNull, prepare(engine, config));
        host.thread.start();
        return host;
    }

    private static Guest prepare(WasmEngine engine, GuestConfig config) throws IOException {
        Path file = Files.createTempFile("calls", ".wasm");
        try {
            Files.write(file, WasiHost.module());
            try (HostFd opened = Descriptors.open(file.toString(), OpenFlags.O_RDONLY, 0)) {
                return engine.prepare(engine.load(opened, config.name()), config);
            }
        } catch (ModuleException failure) {
            throw new IOException(failure);
        } finally {
            Files.delete(file);
        }
    }

    /// WASI, and `bench.next` beside it.
    private record WithOrders(HostFunctions wasi, Orders orders) implements HostFunctions {

        @Override
        public Optional<HostFunction> find(
                String module,
                String name,
                List<ValueType> parameters,
                Optional<ValueType> result) {
            if (!offers(module)) {
                return wasi.find(module, name, parameters, result);
            }
            return Optional.of(
                    new HostFunction(module, name, parameters, result, (_, _) -> orders.next()));
        }

        @Override
        public boolean offers(String module, String name) {
            return offers(module) || wasi.offers(module, name);
        }

        private static boolean offers(String module) {
            return module.equals(Orders.MODULE);
        }

        @Override
        public void close() {
            wasi.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException failure) {
            throw new IOException(failure);
        }
        guest.close();
        engine.close();
        root.close();
        devNull.close();
    }
}
