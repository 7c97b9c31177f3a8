package io.jwasm.wasi.engine;

import static io.jwasm.wasi.engine.WasmBytes.module;
import static io.jwasm.wasi.engine.WasmBytes.name;
import static io.jwasm.wasi.engine.WasmBytes.section;
import static io.jwasm.wasi.engine.WasmBytes.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.cache.ModuleCache;
import io.jwasm.wasi.engine.cache.ModuleLoader;
import io.jwasm.wasi.engine.cache.ModuleStore;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.module.CompiledCode;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.ModuleView;
import io.jwasm.wasi.engine.module.SharedModule;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One module, however many guests.
class ModuleSharingTest {

    private static final int MANY = 20;

    @Test
    void twentyLoadsAtOnceDecodeOnce() throws Exception {
        byte[] hello = TestEngine.resource("hello.wasm");
        CyclicBarrier together = new CyclicBarrier(MANY);
        try (TestEngine engine = new TestEngine(Tier.ADAPTIVE);
                ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
            Callable<WasmModule> load =
                    () -> {
                        together.await();
                        return engine.load(hello);
                    };
            List<Future<WasmModule>> loads = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                loads.add(threads.submit(load));
            }
            SharedModule first = ((ModuleView) loads.getFirst().get()).shared();
            for (Future<WasmModule> other : loads) {
                assertThat(((ModuleView) other.get()).shared()).isSameAs(first);
            }
        }
    }

    @Test
    void aModuleInUseIsFoundHoweverFewAreKept() throws Exception {
        ModuleCache cache = new ModuleCache(0, Duration.ZERO, () -> 0);
        SharedModule module = decode("a");
        cache.add(module);
        cache.trim();
        assertThat(cache.find("a")).containsSame(module);
    }

    @Test
    void theLeastRecentlyUsedOfTooManyIsDropped() throws Exception {
        AtomicLong now = new AtomicLong();
        int size = TestEngine.resource("hello.wasm").length;
        ModuleCache cache = new ModuleCache(2L * size, Duration.ofHours(1), now::get);
        for (String digest : List.of("a", "b", "c")) {
            cache.add(decode(digest));
        }
        assertThat(cache.keptDigests()).containsExactly("b", "c");
        assertThat(cache.find("b")).isPresent();
        cache.add(decode("d"));
        assertThat(cache.keptDigests()).containsExactly("b", "d");
    }

    @Test
    void aModuleUnusedForTooLongIsDropped() throws Exception {
        AtomicLong now = new AtomicLong();
        ModuleCache cache = new ModuleCache(1 << 20, Duration.ofNanos(10), now::get);
        cache.add(decode("a"));
        now.set(10);
        cache.trim();
        assertThat(cache.keptDigests()).containsExactly("a");
        now.set(11);
        cache.trim();
        assertThat(cache.keptDigests()).isEmpty();
    }

    @Test
    void aModuleThatNobodyUsesIsGarbage() throws Exception {
        ModuleCache cache = new ModuleCache(0, Duration.ZERO, () -> 0);
        WeakReference<SharedModule> gone = addAndForget(cache);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (gone.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(gone.get()).isNull();
        assertThat(cache.find("a")).isEmpty();
    }

    private static WeakReference<SharedModule> addAndForget(ModuleCache cache) throws Exception {
        SharedModule module = decode("a");
        new BackgroundCompiler(Integer.MAX_VALUE, (_, _, _) -> Optional.empty(), _ -> {})
                .compileNow(module, Progress.NONE);
        assertThat(module.compiled()).isNotNull();
        cache.add(module);
        cache.trim();
        return new WeakReference<>(module);
    }

    @Test
    void theClassesOfAModuleThatRanAndIsDroppedAreUnloaded() throws Exception {
        EngineConfig defaults = EngineConfig.defaults();
        EngineConfig keepingNothing =
                new EngineConfig(
                        defaults.maxModuleBytes(),
                        defaults.maxCompileBytes(),
                        Tier.COMPILER,
                        0,
                        Duration.ZERO,
                        Optional.empty());
        try (TestEngine engine = new TestEngine(keepingNothing)) {
            WeakReference<CompiledCode> classes = runAndForget(engine);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (classes.get() != null && System.nanoTime() < deadline) {
                System.gc();
            }
            assertThat(classes.get()).isNull();
        }
    }

    /// The loader of a module's classes, which live as long as it does.
    private static WeakReference<CompiledCode> runAndForget(TestEngine engine) throws Exception {
        WasmModule module = engine.load(TestEngine.resource("hello.wasm"));
        CompiledCode code = ((ModuleView) module).shared().compiled();
        assertThat(code).isNotNull();
        try (Guest guest = engine.prepare(module, "_start", TestEngine.LIMIT_BYTES)) {
            TestEngine.Running running = TestEngine.start(guest);
            assertThat(running.get(60, TimeUnit.SECONDS)).isInstanceOf(GuestExit.Exited.class);
            running.thread().join();
        }
        return new WeakReference<>(code);
    }

    @Test
    void theEngineTellsOfEachModuleThatItCompiled() throws Exception {
        byte[] hello = TestEngine.resource("hello.wasm");
        try (TestEngine engine = new TestEngine(Tier.ADAPTIVE)) {
            WasmModule held = engine.load(hello);
            assertThat(engine.facts().poll(60, TimeUnit.SECONDS))
                    .startsWith("module " + ModuleLoader.sha256(hello) + " compiled in ")
                    .endsWith(" functions, 0 of them left to the interpreter");
            assertThat(engine.load(hello)).isNotNull();
            assertThat(((ModuleView) held).shared().compiled()).isNotNull();
        }
    }

    @Test
    void whatIsUnusedIsDroppedWithoutAnotherLoad() throws Exception {
        EngineConfig defaults = EngineConfig.defaults();
        EngineConfig brief =
                new EngineConfig(
                        defaults.maxModuleBytes(),
                        defaults.maxCompileBytes(),
                        Tier.INTERPRETER,
                        defaults.idleModuleBytes(),
                        Duration.ofMillis(20),
                        Optional.empty());
        ModuleCache cache = new ModuleCache(1 << 20, brief.idleModuleTime(), System::nanoTime);
        try (BackgroundCompiler compiler =
                new BackgroundCompiler(0, (_, _, _) -> Optional.empty(), _ -> {})) {
            ModuleLoader loader =
                    new ModuleLoader(
                            brief, cache, new ModuleStore(Optional.empty(), _ -> {}), compiler);
            assertThat(loader.load(TestEngine.resource("hello.wasm"), "hello")).isNotNull();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!cache.keptDigests().isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(cache.keptDigests()).isEmpty();
        }
    }

    private static SharedModule decode(String digest) throws Exception {
        return ModuleDecoder.decode(TestEngine.resource("hello.wasm"), digest, "hello");
    }

    @Test
    void aRunningGuestChangesOverToCompiledCodeAtACall() throws Exception {
        try (TestEngine engine = new TestEngine(Tier.ADAPTIVE)) {
            WasmModule module = engine.load(TestEngine.resource("tiers.wasm"));
            try (Guest guest = engine.prepare(module, "spin", TestEngine.LIMIT_BYTES)) {
                TestEngine.Running exit = TestEngine.start(guest);
                // Interpreted it would take minutes; it ends because its callee gets compiled.
                assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(new GuestExit.Exited(5));
                assertThat(((ModuleView) module).shared().compiled()).isNotNull();
            }
        }
    }

    /// Throws and catches until a good while has passed, so that the later throws come from
    /// compiled code into the interpreted caller. In bytes, as Debian's assembler knows no
    /// `try_table`.
    private static byte[] catcher() {
        String thrower = "00" + "2000" + "0800" + "0b"; // throw $tag (local.get 0)
        String run =
                "02017f017e" // (local $i i32) (local $sum i64)
                        + "41a08d062100" // $i = 100000
                        + "0340027f" // loop, block (result i32)
                        + "1f40010000002000" // try_table (catch $tag 0), local.get $i
                        + "1001" // call thrower
                        + "0b000b" // end, unreachable, end
                        + "ad20017c2101" // $sum += the caught value
                        + "200041016b22000d000b" // br_if while --$i
                        + "200142d0ea9ad012520440" // if $sum != 5000050000
                        + "000b" // unreachable, end
                        + "410910000b"; // exit(9)
        return module(
                section(1, "02" + "60017f00" + "600000"),
                section(2, "01" + name("test") + name("exit") + "0000"),
                section(3, "02" + "00" + "01"),
                section(13, "01" + "0000"),
                section(7, "01" + name("run") + "0002"),
                section(10, "02" + sized(thrower) + sized(run)));
    }

    // Not the interpreter: it goes on in the thrower's own frame after each catch.
    @ParameterizedTest
    @EnumSource(names = {"COMPILER", "ADAPTIVE"})
    void aHundredThousandExceptionsAreCaught(Tier tier) throws Exception {
        try (TestEngine engine = new TestEngine(tier)) {
            assertThat(engine.run(catcher(), "run")).isEqualTo(new GuestExit.Exited(9));
        }
    }
}
