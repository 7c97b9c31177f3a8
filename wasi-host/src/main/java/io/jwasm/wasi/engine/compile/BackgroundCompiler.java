package io.jwasm.wasi.engine.compile;

import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.engine.Progress;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Compiles modules, one after another, the large ones and the small ones each on one thread.
/// Thread-safe.
public final class BackgroundCompiler implements AutoCloseable {

    /// Long enough for the first, interpreted guest of a small module to have ended: compiling must
    /// not take its processor.
    private static final long DELAY_MILLIS = 150;

    private static final long KEEP_ALIVE_SECONDS = 30;
    private static final int PRIO_PROCESS = 0; // getpriority(2); `who` 0 is the calling thread

    /// A guest that is interpreted meanwhile takes a hundred times the processor time that it will
    /// take compiled: on a busy machine, a compiler that gives way to it makes the machine busier.
    private static final int NICE_OF_LARGE = 0;

    /// Takes less than a second even so, and lets those begin that start at the same time.
    private static final int NICE_OF_SMALL = 5;

    // The compiler recurses over nested blocks.
    private static final long STACK_BYTES = 8L << 20;

    private final int maxCompileBytes;
    private final CompiledStore store;
    private final Consumer<String> facts;
    private final ScheduledThreadPoolExecutor smallModules = executor(NICE_OF_SMALL);

    /// So that a small module does not wait for a large one.
    private final ScheduledThreadPoolExecutor largeModules = executor(NICE_OF_LARGE);

    /// Creates the compiler, which takes a thread when there is work.
    ///
    /// @param maxCompileBytes the size of the largest module that it compiles
    /// @param store keeps what was compiled
    /// @param facts hears what became of each module, one line each
    public BackgroundCompiler(int maxCompileBytes, CompiledStore store, Consumer<String> facts) {
        this.maxCompileBytes = maxCompileBytes;
        this.store = store;
        this.facts = facts;
    }

    private static ScheduledThreadPoolExecutor executor(int nice) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, work -> thread(work, nice));
        executor.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static Thread thread(Runnable work, int nice) {
        Runnable nicely =
                () -> {
                    // Java priorities mean nothing on Linux by default; a nice value is this
                    // thread's alone. A refusal costs the guests some speed and nothing else.
                    long _ = Native.syscall(SyscallNumber.SETPRIORITY, PRIO_PROCESS, 0, nice);
                    work.run();
                };
        Thread thread = new Thread(null, nicely, "jwasm-compiler", STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }

    /// Compiles the module before it returns, unless it is too large.
    ///
    /// @param module the module
    /// @param progress hears how far it is
    public void compileNow(SharedModule module, Progress progress) {
        if (module.sizeBytes() <= maxCompileBytes) {
            compile(module, progress);
        }
    }

    /// Compiles the module later, unless nobody holds it any more then.
    ///
    /// @param module the module
    public void compileSoon(SharedModule module) {
        if (module.sizeBytes() > maxCompileBytes) {
            return;
        }
        WeakReference<SharedModule> wanted = new WeakReference<>(module);
        boolean isLarge = module.contents().bodies() != null;
        var _ =
                (isLarge ? largeModules : smallModules)
                        .schedule(
                                () -> {
                                    SharedModule present = wanted.get();
                                    if (present != null) {
                                        compile(present, Progress.NONE);
                                    }
                                },
                                DELAY_MILLIS,
                                TimeUnit.MILLISECONDS);
    }

    /// Does something else now and then between modules.
    ///
    /// @param work what to do
    /// @param interval how long to wait between two times
    public void repeat(Runnable work, Duration interval) {
        long millis = Math.max(1, interval.toMillis());
        var _ = smallModules.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void compile(SharedModule module, Progress progress) {
        CodeLayout layout = module.contents().layout();
        if (layout == null) {
            return; // compiled already
        }
        long start = System.nanoTime();
        try {
            Map<String, byte[]> parts = new HashMap<>();
            Set<Integer> interpreted =
                    new ModuleCompiler(module, parts::put, progress).compile(layout);
            int imported = module.decoded().importSection().count(ExternalType.FUNCTION);
            // The interpreter stays with what it tail-calls, which may be any function.
            boolean needsAll = !module.traits().tailCallers().isEmpty();
            byte[] rest =
                    layout.withBodies(index -> needsAll || interpreted.contains(imported + index));
            parts.put(CompiledStore.MODULE, rest);
            module.compiled(
                    store.keep(module, interpreted, parts)
                            .orElseGet(() -> inMemory(parts, interpreted)));
            tell(module, layout, interpreted, System.nanoTime() - start);
        } catch (IOException | RuntimeException | Error failure) {
            // What cannot be compiled is interpreted.
            module.notCompiled(failure);
            facts.accept(
                    "module %s stays with the interpreter: %s".formatted(module.digest(), failure));
        }
    }

    private void tell(
            SharedModule module, CodeLayout layout, Set<Integer> interpreted, long nanos) {
        facts.accept(
                "module %s compiled in %d ms: %d functions, %d of them left to the interpreter"
                        .formatted(
                                module.digest(),
                                TimeUnit.NANOSECONDS.toMillis(nanos),
                                layout.functions(),
                                interpreted.size()));
    }

    private static SharedModule.Contents inMemory(
            Map<String, byte[]> parts, Set<Integer> interpreted) {
        byte[] rest = Objects.requireNonNull(parts.remove(CompiledStore.MODULE));
        return SharedModule.Contents.compiled(
                ModuleDecoder.again(rest), new GuestClasses(parts::get, interpreted));
    }

    @Override
    public void close() {
        smallModules.shutdownNow();
        largeModules.shutdownNow();
    }
}
