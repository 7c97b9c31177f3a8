package io.jwasm.wasi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.WasmModule;
import io.jwasm.wasi.engine.control.GuestThread;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs modules on the engine with the WASI host.
public final class ModuleRunner implements AutoCloseable {

    private static final long MEMORY_BYTES = 256L << 20;
    private static final long STACK_BYTES = 2L << 20;
    private static final int OUTPUT_BYTES = 4096;

    private final WasmEngine engine;
    private final long memoryBytes;

    /// Creates an engine.
    ///
    /// @param tier how it runs modules
    public ModuleRunner(Tier tier) {
        this(tier, MEMORY_BYTES, 2);
    }

    /// Creates an engine for some guests at a time.
    ///
    /// @param tier how it runs modules
    /// @param memoryBytes the memory of each guest
    /// @param guests how many guests the engine has memory for
    public ModuleRunner(Tier tier, long memoryBytes, int guests) {
        this.memoryBytes = memoryBytes;
        engine =
                ChicoryEngine.create(
                        EngineConfig.defaults().withTier(tier),
                        MemoryLedger.ofCapacity(guests * memoryBytes),
                        Preview1::create);
    }

    /// What a guest is given.
    ///
    /// @param args its arguments, without its own name
    /// @param env its environment
    /// @param grants what it may reach
    /// @param stdin what it reads
    public record Input(List<String> args, List<String> env, List<Grant> grants, HostFd stdin) {}

    /// How a guest ended.
    ///
    /// @param exit how
    /// @param stdout what it wrote
    /// @param stderr what it wrote there
    public record Outcome(GuestExit exit, String stdout, String stderr) {}

    /// Runs a module with one directory, and nothing to read.
    ///
    /// @param module the module's file
    /// @param directory the directory, its `/`
    /// @param args its arguments
    /// @return how it ended
    /// @throws IOException when a file cannot be opened
    /// @throws ModuleException when the module cannot be run
    /// @throws InterruptedException when the test is interrupted
    public Outcome run(Path module, Path directory, String... args)
            throws IOException, ModuleException, InterruptedException {
        try (HostFd root = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
                HostFd devNull = Descriptors.open("/dev/null", OpenFlags.O_RDONLY, 0)) {
            List<Grant> grants = List.of(new Grant.Directory("/", root, false));
            return run(module, new Input(List.of(args), List.of(), grants, devNull));
        }
    }

    /// Runs a module to its end, and stops it after half a minute.
    ///
    /// @param module the module's file
    /// @param input what it is given
    /// @return how it ended
    /// @throws IOException when a file cannot be opened
    /// @throws ModuleException when the module cannot be run
    /// @throws InterruptedException when the test is interrupted
    public Outcome run(Path module, Input input)
            throws IOException, ModuleException, InterruptedException {
        return run(module, "_start", input);
    }

    /// Runs a function of a module to its end, and stops it after half a minute.
    ///
    /// @param module the module's file
    /// @param function the exported function
    /// @param input what it is given
    /// @return how it ended
    /// @throws IOException when a file cannot be opened
    /// @throws ModuleException when the module cannot be run
    /// @throws InterruptedException when the test is interrupted
    public Outcome run(Path module, String function, Input input)
            throws IOException, ModuleException, InterruptedException {
        try (Pipe stdout = Descriptors.pipe(0);
                Pipe stderr = Descriptors.pipe(0)) {
            CompletableFuture<String> out = collect(stdout.readEnd());
            CompletableFuture<String> err = collect(stderr.readEnd());
            GuestStdio stdio = new GuestStdio(input.stdin(), stdout.writeEnd(), stderr.writeEnd());
            GuestExit exit;
            try (Guest guest = prepare(module, function, input, stdio)) {
                exit = finish(guest);
            } finally {
                stdout.writeEnd().close();
                stderr.writeEnd().close();
            }
            return new Outcome(exit, out.join(), err.join());
        }
    }

    /// Prepares a guest.
    ///
    /// @param module the module's file
    /// @param input what it is given
    /// @param stdio its streams
    /// @return the guest
    /// @throws IOException when a file cannot be opened
    /// @throws ModuleException when the module cannot be run
    public Guest prepare(Path module, Input input, GuestStdio stdio)
            throws IOException, ModuleException {
        return prepare(module, "_start", input, stdio);
    }

    /// Prepares a guest that runs a function of a module.
    ///
    /// @param module the module's file
    /// @param function the exported function
    /// @param input what it is given
    /// @param stdio its streams
    /// @return the guest
    /// @throws IOException when a file cannot be opened
    /// @throws ModuleException when the module cannot be run
    public Guest prepare(Path module, String function, Input input, GuestStdio stdio)
            throws IOException, ModuleException {
        String name = String.valueOf(module.getFileName());
        List<String> args = new ArrayList<>(List.of(name));
        args.addAll(input.args());
        return engine.prepare(
                load(module),
                new GuestConfig(
                        name, args, input.env(), input.grants(), stdio, function, memoryBytes));
    }

    /// The functions that a module exports.
    ///
    /// @param module the module's file
    /// @return their names
    /// @throws IOException when the file cannot be opened
    /// @throws ModuleException when the module cannot be run
    public List<String> functions(Path module) throws IOException, ModuleException {
        return load(module).exportedFunctions();
    }

    /// The functions that a module imports.
    ///
    /// @param module the module's file
    /// @return each as `module.name`
    /// @throws IOException when the file cannot be opened
    /// @throws ModuleException when the module cannot be run
    public List<String> imports(Path module) throws IOException, ModuleException {
        return load(module).imports();
    }

    private WasmModule load(Path module) throws IOException, ModuleException {
        try (HostFd file = Descriptors.open(module.toString(), OpenFlags.O_RDONLY, 0)) {
            return engine.load(file, String.valueOf(module.getFileName()));
        }
    }

    private static GuestExit finish(Guest guest) throws InterruptedException {
        CompletableFuture<GuestExit> exit = start(guest);
        try {
            return exit.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            guest.stop();
            return exit.join();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("guest threw", failure);
        }
    }

    /// Starts a guest on a thread of its own.
    ///
    /// @param guest the guest
    /// @return how it will have ended
    public static CompletableFuture<GuestExit> start(Guest guest) {
        CompletableFuture<GuestExit> exit = new CompletableFuture<>();
        Runnable body =
                () -> {
                    try {
                        exit.complete(guest.run());
                    } catch (RuntimeException | Error failure) {
                        exit.completeExceptionally(failure);
                    }
                };
        Thread thread = new GuestThread(body, "guest", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return exit;
    }

    private static CompletableFuture<String> collect(HostFd stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Runnable body =
                () -> {
                    try {
                        text.complete(readAll(stream));
                    } catch (ErrnoException failure) {
                        text.completeExceptionally(failure);
                    }
                };
        Thread thread = new Thread(body, "output");
        thread.setDaemon(true);
        thread.start();
        return text;
    }

    private static String readAll(HostFd stream) throws ErrnoException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] bytes = new byte[OUTPUT_BYTES];
        try (IoBuffer buffer = new IoBuffer(OUTPUT_BYTES)) {
            int count = buffer.read(stream, bytes, 0, bytes.length);
            while (count > 0) {
                all.write(bytes, 0, count);
                count = buffer.read(stream, bytes, 0, bytes.length);
            }
        }
        return all.toString(UTF_8);
    }

    @Override
    public void close() {
        engine.close();
    }
}
