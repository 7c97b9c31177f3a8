package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.cache.ModuleCache;
import io.jwasm.wasi.engine.cache.ModuleLoader;
import io.jwasm.wasi.engine.cache.ModuleStore;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.disk.DiskCache;
import io.jwasm.wasi.engine.module.ModuleView;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules that one daemon compiled and another one starts from.
class DiskCacheTest {

    @TempDir private Path parent;
    private Path directory;
    private final ConcurrentLinkedQueue<String> news = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void choose() {
        directory = parent.resolve("some/cache");
    }

    private CacheConfig cache() {
        return new CacheConfig(directory, 1 << 20);
    }

    private TestEngine daemon() throws Exception {
        return new TestEngine(
                EngineConfig.defaults().withTier(Tier.COMPILER).withCache(cache()), news::add);
    }

    private static SharedModule load(TestEngine daemon, String resource) throws Exception {
        return ((ModuleView) daemon.load(TestEngine.resource(resource))).shared();
    }

    private Path onlyEntry() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void theNextDaemonDecodesNoCode() throws Exception {
        try (TestEngine first = daemon()) {
            assertThat(first.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
        }
        try (TestEngine next = daemon()) {
            SharedModule module = load(next, "hello.wasm");
            assertThat(module.compiled()).isNotNull();
            assertThat(module.contents().layout()).isNull();
            assertThat(module.decoded().codeSection().getFunctionBody(0).instructions()).hasSize(2);
            assertThat(next.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
        }
        assertThat(news).isEmpty();
    }

    @Test
    void theDaemonThatCompiledForgetsTheCodeToo() throws Exception {
        try (TestEngine first = daemon()) {
            SharedModule module = load(first, "hello.wasm");
            assertThat(module.decoded().codeSection().getFunctionBody(0).instructions()).hasSize(2);
            assertThat(module.contents().layout()).isNull();
        }
    }

    @Test
    void trapsAreNamedAsBefore() throws Exception {
        GuestExit before;
        try (TestEngine first = daemon()) {
            before = first.run(TestEngine.resource("names.wasm"), "run");
        }
        try (TestEngine next = daemon()) {
            assertThat(load(next, "names.wasm").nameSection()).isNotEmpty();
            assertThat(next.run(TestEngine.resource("names.wasm"), "run")).isEqualTo(before);
        }
    }

    @Test
    void directoryAndEntryAreTheUsersAlone() throws Exception {
        try (TestEngine first = daemon()) {
            load(first, "hello.wasm");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyEntry())))
                .isEqualTo("rw-------");
    }

    @Test
    void aFullDiskIsSaidAndTheModuleRunsFromMemory() throws Exception {
        ProcessBuilder mount =
                new ProcessBuilder(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=4k,mode=700",
                        "none",
                        directory.toString());
        Files.createDirectories(directory);
        Assumptions.assumeTrue(mount.start().waitFor() == 0, "a file system of 4 KiB needs root");
        try (TestEngine daemon = daemon()) {
            assertThat(daemon.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
            assertThat(news).hasSize(1);
            assertThat(news.peek()).contains("is not cached").contains("No space left");
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        } finally {
            int _ = new ProcessBuilder("umount", "-l", directory.toString()).start().waitFor();
        }
    }

    @Test
    void theLeastRecentlyUsedGoesFirst() throws Exception {
        String hello;
        String limits;
        try (TestEngine daemon = daemon()) {
            hello = load(daemon, "hello.wasm").digest();
            limits = load(daemon, "limits.wasm").digest();
        }
        DiskCache cache = DiskCache.open(cache(), news::add).orElseThrow();
        age(limits, 20);
        age(hello, 10);
        assertThat(cache.list()).extracting(CachedModule::digest).containsExactly(hello, limits);
        try (TestEngine next = daemon()) {
            load(next, "limits.wasm"); // used now
        }
        assertThat(cache.list()).extracting(CachedModule::digest).containsExactly(limits, hello);
        assertThat(cache.prune(cache.list().getFirst().sizeBytes()))
                .extracting(CachedModule::digest)
                .containsExactly(hello);
        assertThat(cache.remove(limits)).isTrue();
        assertThat(cache.remove(limits)).isFalse();
        assertThat(cache.list()).isEmpty();
    }

    private void age(String digest, int days) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve(digest + ".module"),
                FileTime.from(Instant.now().minusSeconds(days * 86_400L)));
    }

    @Test
    void whatAWriterLeftThatDiedIsRemoved() throws Exception {
        DiskCache cache = DiskCache.open(cache(), news::add).orElseThrow();
        Path fresh = Files.createFile(directory.resolve("1.tmp"));
        Path old = Files.createFile(directory.resolve("2.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(86_400)));
        assertThat(cache.prune(1 << 20)).isEmpty();
        assertThat(fresh).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void aModuleLargerThanTheCacheIsNotKept() throws Exception {
        CacheConfig tiny = new CacheConfig(directory, 100);
        EngineConfig config = EngineConfig.defaults().withTier(Tier.COMPILER).withCache(tiny);
        try (TestEngine daemon = new TestEngine(config, news::add)) {
            assertThat(daemon.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
        }
        assertThat(news).hasSize(1);
        assertThat(news.peek()).contains("larger than the cache");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anEntryThatIsRemovedGoesOnServingItsGuests() throws Exception {
        try (TestEngine first = daemon()) {
            load(first, "limits.wasm");
        }
        try (TestEngine next = daemon()) {
            WasmModule module = next.load(TestEngine.resource("limits.wasm"));
            Files.delete(onlyEntry());
            try (Guest guest = next.prepare(module, "ok", TestEngine.LIMIT_BYTES)) {
                assertThat(TestEngine.start(guest).get(60, TimeUnit.SECONDS))
                        .isEqualTo(new GuestExit.Exited(0));
            }
        }
    }

    @RepeatedTest(10) // What one writes another may see come and go.
    void manyDaemonsShareTheDirectory() throws Exception {
        int daemons = 6;
        CyclicBarrier together = new CyclicBarrier(daemons);
        try (ExecutorService threads = Executors.newFixedThreadPool(daemons)) {
            List<Future<GuestExit>> exits =
                    Stream.generate(() ->
                                    threads.submit(() -> {
                                        try (TestEngine daemon = daemon()) {
                                            together.await();
                                            return daemon.run(
                                                    TestEngine.resource("hello.wasm"), "_start");
                                        }
                                    }))
                            .limit(daemons)
                            .toList();
            for (var exit : exits) {
                assertThat(exit.get()).isEqualTo(new GuestExit.Exited(7));
            }
        }
        assertThat(news).isEmpty();
        assertThat(onlyEntry()).isRegularFile();
    }

    @Test
    void twentyLoadsAtOnceCompileOnce() throws Exception {
        AtomicInteger compiled = new AtomicInteger();
        EngineConfig config = EngineConfig.defaults().withTier(Tier.COMPILER);
        byte[] hello = TestEngine.resource("hello.wasm");
        CyclicBarrier together = new CyclicBarrier(20);
        try (BackgroundCompiler compiler =
                        new BackgroundCompiler(
                                Integer.MAX_VALUE,
                                (_, _, _) -> {
                                    compiled.incrementAndGet();
                                    return Optional.empty();
                                },
                                _ -> {});
                ExecutorService threads = Executors.newFixedThreadPool(20)) {
            ModuleLoader loader =
                    new ModuleLoader(
                            config,
                            new ModuleCache(1 << 20, config.idleModuleTime(), System::nanoTime),
                            new ModuleStore(Optional.empty(), _ -> {}),
                            compiler);
            for (var load :
                    Stream.generate(() ->
                                    threads.submit(() -> {
                                        together.await();
                                        return loader.load(hello, "hello");
                                    }))
                            .limit(20)
                            .toList()) {
                assertThat(load.get().compiled()).isNotNull();
            }
        }
        assertThat(compiled).hasValue(1);
    }
}
