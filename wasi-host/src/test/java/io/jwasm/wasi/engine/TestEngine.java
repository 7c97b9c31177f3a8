package io.jwasm.wasi.engine;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.engine.control.GuestThread;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// An engine with the test's host functions, and short ways to load and run modules on it.
final class TestEngine implements AutoCloseable {

    static final long LIMIT_BYTES = 64L << 20;

    private final FixedLedger ledger = new FixedLedger(256L << 20);
    private final BlockingQueue<TestHost> hosts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> facts = new LinkedBlockingQueue<>();
    private final WasmEngine engine;
    private final HostFd devNull;

    TestEngine(Tier tier) throws ErrnoException {
        this(EngineConfig.defaults().withTier(tier));
    }

    TestEngine(EngineConfig config) throws ErrnoException {
        this(config, _ -> {});
    }

    TestEngine(EngineConfig config, Consumer<String> news) throws ErrnoException {
        devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        engine =
                ChicoryEngine.create(
                        config,
                        ledger,
                        (_, control, _) -> {
                            TestHost host = new TestHost(control);
                            hosts.add(host);
                            return host;
                        },
                        new EngineNews(facts::add, news));
    }

    /// What the engine told of its modules.
    BlockingQueue<String> facts() {
        return facts;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = TestEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return in.readAllBytes();
        }
    }

    WasmModule load(byte[] bytes) throws Exception {
        Path file = Files.createTempFile("module", ".wasm");
        try {
            Files.write(file, bytes);
            try (HostFd fd = open(file)) {
                return engine.load(fd, "/app.wasm");
            }
        } finally {
            Files.delete(file);
        }
    }

    static HostFd open(Path file) throws ErrnoException {
        return Descriptors.open(file.toString(), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    }

    Guest prepare(byte[] bytes, String function) throws Exception {
        return prepare(load(bytes), function, LIMIT_BYTES);
    }

    Guest prepare(WasmModule module, String function, long limitBytes) throws ModuleException {
        return engine.prepare(
                module,
                new GuestConfig(
                        "/app.wasm",
                        List.of("/app.wasm"),
                        List.of(),
                        List.of(),
                        new GuestStdio(devNull, devNull, devNull),
                        function,
                        limitBytes));
    }

    /// Loads, prepares and runs to the end.
    GuestExit run(byte[] bytes, String function) throws Exception {
        try (Guest guest = prepare(bytes, function)) {
            return start(guest).get(60, TimeUnit.SECONDS);
        }
    }

    static Running start(Guest guest) {
        return new Running(guest);
    }

    /// A guest on its thread; completes with how it ended.
    static final class Running extends CompletableFuture<GuestExit> {

        private final Thread thread;

        private Running(Guest guest) {
            thread = new GuestThread(() -> run(guest), "guest");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Guest guest) {
            try {
                complete(guest.run());
            } catch (Throwable failure) {
                completeExceptionally(failure);
            }
        }

        Thread thread() {
            return thread;
        }
    }

    /// The host functions of the guest prepared last but those asked for before.
    TestHost nextHost() throws InterruptedException {
        return hosts.take();
    }

    WasmEngine engine() {
        return engine;
    }

    FixedLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        engine.close();
        devNull.close();
    }
}
