package io.jwasm.bundle.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.tar.TarException;
import io.jwasm.bundle.testing.TarMaker;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// On a real directory, beside one with a file whose path and content must not change.
class LayerUnpackerTest {

    private static final UnpackLimits SMALL = new UnpackLimits(100, 1 << 20, 10_000);

    @TempDir Path temporary;

    private Path target;
    private Path outside;

    @BeforeEach
    void makeDirectories() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), "untouched");
    }

    @Test
    void filesDirectoriesAndLinksAreMade() throws IOException {
        unpack(
                new TarMaker()
                        .directory("a", 0750)
                        .file("a/f", "one")
                        .file("deep/er/g", "two")
                        .symbolicLink("s", "/a/f")
                        .hardLink("h", "a/f"));
        assertThat(target.resolve("a/f")).hasContent("one");
        assertThat(target.resolve("deep/er/g")).hasContent("two");
        assertThat(Files.readSymbolicLink(target.resolve("s"))).hasToString("/a/f");
        assertThat(Files.isSameFile(target.resolve("h"), target.resolve("a/f"))).isTrue();
        assertThat(permissions("a")).isEqualTo("rwxr-x---");
    }

    @Test
    void laterLayersReplaceAndHide() throws IOException {
        unpack(
                new TarMaker()
                        .file("keep", "1")
                        .file("replace", "1")
                        .file("gone", "1")
                        .file("tree/x", "1")
                        .file("opaque/old", "1")
                        .file("opaque/sub/old", "1")
                        .file("dir/x", "1")
                        .file("file", "1"),
                new TarMaker()
                        .file("replace", "2")
                        .file(".wh.gone", "")
                        .file(".wh.tree", "")
                        .file("opaque/new", "2")
                        .file("opaque/sub/new", "2")
                        .file("opaque/.wh..wh..opq", "")
                        .file(".wh..wh.plnk", "")
                        .file("dir", "now a file")
                        .directory("file", 0755));
        assertThat(tree())
                .isEqualTo(
                        Map.of(
                                "keep", "1",
                                "replace", "2",
                                "opaque/new", "2",
                                "opaque/sub/new", "2",
                                "dir", "now a file"));
        assertThat(target.resolve("file")).isDirectory();
    }

    @Test
    void directoriesBehindLinksOfTheImageAreMeant() throws IOException {
        unpack(
                new TarMaker().directory("usr/bin", 0755).symbolicLink("bin", "/usr/bin"),
                new TarMaker().file("bin/tool", "x"));
        assertThat(target.resolve("usr/bin/tool")).hasContent("x");
    }

    @Test
    void setUserIdBitsAreDroppedAndOwnersKeptReadable() throws IOException {
        unpack(
                new TarMaker()
                        .file("suid", new byte[1], 06755)
                        .file("closed", new byte[1], 0)
                        .directory("closed.d", 0));
        assertThat(permissions("suid")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("closed")).isEqualTo("r--------");
        assertThat(permissions("closed.d")).isEqualTo("rwx------");
        assertThat((int) Files.getAttribute(target.resolve("suid"), "unix:mode") & 06000).isZero();
    }

    @Test
    void devicesAndPipesAreLeftOut() throws IOException {
        unpack(
                new TarMaker()
                        .node("char", (byte) '3')
                        .node("block", (byte) '4')
                        .node("fifo", (byte) '6')
                        .file("f", "x"));
        assertThat(tree()).containsOnlyKeys("f");
    }

    @Test
    void absoluteNamesAreTakenFromTheImagesRoot() throws IOException {
        unpack(
                new TarMaker()
                        .file("/etc/jwasm-absolute", "x")
                        .hardLink("/l", "/etc/jwasm-absolute"));
        assertThat(target.resolve("etc/jwasm-absolute")).hasContent("x");
        assertThat(Path.of("/etc/jwasm-absolute")).doesNotExist();
        assertThat(target.resolve("l")).hasContent("x");
    }

    @Test
    void namesThatAreNotUtf8KeepTheirBytes() throws IOException {
        byte[] archive = new TarMaker().file("zz", "x").bytes();
        archive[0] = (byte) 0xff;
        archive[1] = (byte) 0xfe;
        int sum =
                Integer.parseInt(new String(archive, 148, 6, StandardCharsets.US_ASCII).strip(), 8);
        byte[] checksum =
                "%06o".formatted(sum + 0xff + 0xfe - 2 * 'z').getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, archive, 148, 6);
        unpack(archive);
        try (HostFd root = openTarget();
                UnpackTree tree = new UnpackTree(root)) {
            assertThat(tree.list(new TreePath(List.of()))).containsExactly("\u00ff\u00fe");
        }
    }

    static Stream<Arguments> hostileLayers() {
        return Stream.of(
                hostile("dots in a name", (m, o) -> m.file("../outside/file", "bad")),
                hostile("dots within a name", (m, o) -> m.file("a/../../outside/file", "bad")),
                hostile("dots in a directory", (m, o) -> m.directory("../outside/d", 0777)),
                hostile("dots in a hard link", (m, o) -> m.hardLink("l", "../outside/file")),
                hostile("whiteout of dots", (m, o) -> m.file("a/.wh...", "")),
                hostile("whiteout of nothing", (m, o) -> m.file("a/.wh.", "")),
                hostile("hard link to nothing", (m, o) -> m.hardLink("l", "none")),
                hostile(
                        "hard link to a directory",
                        (m, o) -> m.directory("d", 0755).hardLink("l", "d")),
                hostile("hard link to the root", (m, o) -> m.hardLink("l", "/")),
                hostile("link without target", (m, o) -> m.symbolicLink("l", "")),
                hostile("deep nesting", (m, o) -> m.file("d/".repeat(300) + "f", "x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileLayers")
    void hostileLayersAreRefused(HostileLayer layer) throws IOException {
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> unpack(layer.make(new TarMaker(), outside)))
                .withMessageContaining("entry \"");
        assertNothingHappenedOutside();
    }

    static Stream<Arguments> neutralisedLayers() {
        return Stream.of(
                hostile(
                        "file through a link to the host",
                        (m, o) -> m.symbolicLink("l", o.toString()).file("l/file", "bad")),
                hostile(
                        "file through a link with dots",
                        (m, o) -> m.symbolicLink("l", "../outside").file("l/file", "bad")),
                hostile(
                        "file through a chain of links",
                        (m, o) ->
                                m.symbolicLink("a", "..")
                                        .symbolicLink("b", "a/..")
                                        .file("b/outside/file", "bad")),
                hostile(
                        "file over a link to the host",
                        (m, o) -> m.symbolicLink("l", o + "/file").file("l", "bad")),
                hostile(
                        "directory over a link to the host",
                        (m, o) -> m.symbolicLink("l", o.toString()).directory("l", 0777)),
                hostile(
                        "hard link to a link to the host, then written",
                        (m, o) ->
                                m.symbolicLink("l", o + "/file")
                                        .hardLink("h", "l")
                                        .file("h", "bad")),
                hostile(
                        "whiteout through a link to the host",
                        (m, o) -> m.symbolicLink("l", "../outside").file("l/.wh.file", "")),
                hostile(
                        "opaque directory through a link to the host",
                        (m, o) -> m.symbolicLink("l", "../outside").file("l/.wh..wh..opq", "")),
                hostile(
                        "link into the process's own files",
                        (m, o) ->
                                m.symbolicLink("l", "/proc/self/cwd/../outside")
                                        .file("x", "fine")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neutralisedLayers")
    void linksNeverLeadOutside(HostileLayer layer) throws IOException {
        try {
            unpack(layer.make(new TarMaker(), outside));
        } catch (IOException refused) {
            // A path through a link that leads nowhere inside the image cannot be made.
            assertThat(refused).isInstanceOfAny(ErrnoException.class, TarException.class);
        }
        assertNothingHappenedOutside();
    }

    @Test
    void hardLinkThroughALinkDoesNotReachTheHost() throws IOException {
        UnaryOperator<TarMaker> layer =
                m -> m.symbolicLink("l", outside.toString()).hardLink("h", "l/file");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(layer.apply(new TarMaker())));
        assertThat(target.resolve("h")).doesNotExist();
        assertNothingHappenedOutside();
    }

    @Test
    void tooManyEntriesAreRefused() {
        TarMaker maker = new TarMaker();
        for (int i = 0; i <= 100; i++) {
            maker.file("f" + i, "");
        }
        assertThatExceptionOfType(LimitException.class)
                .isThrownBy(() -> unpack(maker))
                .withMessage("the image has more than the 100 entries that it may have");
    }

    @Test
    void tooManyBytesAreRefusedOverAllLayers() {
        byte[] half = new byte[600 << 10];
        assertThatExceptionOfType(LimitException.class)
                .isThrownBy(() ->
                        unpack(
                                new TarMaker().file("a", half, 0644),
                                new TarMaker().file("b", half, 0644)))
                .withMessageStartingWith("the image unpacks to more than the ");
    }

    @Test
    void tooLongNamesTogetherAreRefused() {
        TarMaker maker = new TarMaker();
        for (int i = 0; i < 50; i++) {
            maker.file("n".repeat(250) + "/f" + i, "");
        }
        assertThatExceptionOfType(LimitException.class)
                .isThrownBy(() -> unpack(maker))
                .withMessage("a layer's names have more than the 10000 bytes that they may have");
    }

    @Test
    void descriptorsAreClosed() throws IOException {
        unpack(new TarMaker().file("warm", "up"));
        long before = openDescriptors();
        for (int i = 0; i < 30; i++) {
            unpack(new TarMaker().file("a/b/c", "x").hardLink("l", "a/b/c").file("a/.wh.b", ""));
        }
        assertThat(openDescriptors()).isLessThan(before + 30);
    }

    /// Makes a layer that means harm to a directory.
    @FunctionalInterface
    interface HostileLayer {
        TarMaker make(TarMaker maker, Path outside);
    }

    private static Arguments hostile(String name, HostileLayer layer) {
        return Arguments.of(Named.of(name, layer));
    }

    private void assertNothingHappenedOutside() throws IOException {
        assertThat(outside.resolve("file")).hasContent("untouched");
        try (Stream<Path> names = Files.list(outside)) {
            assertThat(names).hasSize(1);
        }
        try (Stream<Path> names = Files.list(temporary)) {
            assertThat(names).containsExactlyInAnyOrder(target, outside);
        }
    }

    private void unpack(TarMaker... layers) throws IOException {
        unpack(Stream.of(layers).map(TarMaker::bytes).toArray(byte[][]::new));
    }

    private void unpack(byte[]... layers) throws IOException {
        try (HostFd root = openTarget();
                LayerUnpacker unpacker = new LayerUnpacker(root, SMALL)) {
            for (byte[] layer : layers) {
                unpacker.unpack(new ByteArrayInputStream(layer));
            }
        }
    }

    private HostFd openTarget() throws IOException {
        return Descriptors.open(target.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
    }

    private Map<String, String> tree() throws IOException {
        try (Stream<Path> paths = Files.walk(target)) {
            return paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .collect(
                            Collectors.toMap(
                                    path -> target.relativize(path).toString(),
                                    LayerUnpackerTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(name)));
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }
}
