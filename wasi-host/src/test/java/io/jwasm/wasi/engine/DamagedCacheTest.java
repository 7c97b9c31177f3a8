package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.module.ModuleView;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A cache on disk that was torn or tampered with: it is said, and costs time and nothing else.
class DamagedCacheTest {

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

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(
                        "torn",
                        path -> CacheDamage.resize(path, CacheDamage.size(path) / 2),
                        "it is torn"),
                damage(
                        "nearly empty",
                        path -> CacheDamage.resize(path, 3),
                        "it is torn: it has 3 bytes"),
                damage(
                        "one bit flipped",
                        path -> CacheDamage.flip(path, CacheDamage.size(path) / 3),
                        "checksum"),
                damage(
                        "written by others",
                        path -> CacheDamage.mode(path, "rw-rw-rw-"),
                        "others may write it"),
                damage(
                        "another user's",
                        path -> CacheDamage.own(path, 65534),
                        "it belongs to user 65534"),
                damage("a link", CacheDamage::link, "it is no regular file"),
                damage("another module's", path -> {}, "it holds another module"),
                damage(
                        "another engine's",
                        path -> CacheDamage.replace(path, "chicory-", "chicorx-"),
                        "it was written by chicorx-"));
    }

    private static Arguments damage(String name, Consumer<Path> damage, String said) {
        return arguments(name, damage, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void aDamagedEntryIsSaidAndCompiledAgain(String name, Consumer<Path> damage, String said)
            throws Exception {
        try (TestEngine first = daemon()) {
            load(first, name.equals("another module's") ? "limits.wasm" : "hello.wasm");
        }
        Path entry = onlyEntry();
        if (name.equals("another module's")) {
            String digest;
            try (TestEngine other = new TestEngine(Tier.INTERPRETER)) {
                digest = load(other, "hello.wasm").digest();
            }
            entry = Files.move(entry, entry.resolveSibling(digest + ".module"));
        }
        damage.accept(entry);
        try (TestEngine next = daemon()) {
            assertThat(next.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
        }
        assertThat(news).hasSize(1);
        assertThat(news.peek()).contains(entry.toString()).contains(said);
        try (TestEngine third = daemon()) {
            assertThat(load(third, "hello.wasm").contents().layout()).isNull();
        }
        assertThat(news).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("badDirectories")
    void aDirectoryThatCannotBeTrustedIsNotUsed(Consumer<Path> spoil, String said)
            throws Exception {
        Files.createDirectories(directory);
        spoil.accept(directory);
        try (TestEngine daemon = daemon()) {
            assertThat(daemon.run(TestEngine.resource("hello.wasm"), "_start"))
                    .isEqualTo(new GuestExit.Exited(7));
        }
        assertThat(news).hasSize(1);
        assertThat(news.peek()).contains(directory.toString()).contains(said);
    }

    static Stream<Arguments> badDirectories() {
        return Stream.of(
                        damage(
                                "",
                                path -> CacheDamage.mode(path, "rwxrwxrwx"),
                                "others may write it"),
                        damage(
                                "",
                                path -> CacheDamage.own(path, 65534),
                                "it belongs to user 65534"),
                        damage("", CacheDamage::link, "it is no directory"))
                .map(damage -> arguments(damage.get()[1], damage.get()[2]));
    }
}
