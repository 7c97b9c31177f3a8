package io.jwasm.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.testing.OpenDescriptors;
import io.jwasm.linux.testing.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachedMountTest {

    @TempDir Path directory;
    private String staging;
    private List<String> mountsBefore;
    private Map<Integer, String> openBefore;

    @BeforeEach
    void prepare() throws Exception {
        Root.assumed("mounting");
        staging = make("staging").toString();
        mountsBefore = mounts();
        openBefore = OpenDescriptors.list();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (mountsBefore != null) {
            assertThat(mounts()).isEqualTo(mountsBefore);
            assertThat(OpenDescriptors.since(openBefore)).isEmpty();
        }
    }

    @Test
    void overlayShowsItsLayersAndNobodySeesIt() throws Exception {
        List<String> options = overlay(2);
        try (HostFd root = DetachedMount.open("overlay", "overlay", options, staging)) {
            assertThat(mounts()).isEqualTo(mountsBefore);
            assertThat(names(root)).contains("from-0", "from-1");
            Files.writeString(inside(root, "new"), "x");
            assertThat(directory.resolve("upper/new")).hasContent("x");
            Files.delete(inside(root, "from-0"));
            assertThat(directory.resolve("layer-0/from-0")).exists();
            assertThat(names(root)).doesNotContain("from-0");
        }
    }

    @ParameterizedTest(name = "{0} layers")
    @ValueSource(ints = {1, 8, 200}) // However long the name of the temporary folder is.
    void overlayOfManyLayersInEitherWay(int layers) throws Exception {
        List<String> options = overlay(layers);
        assertThat(String.join(",", options).length() > 4096).isEqualTo(layers == 200);
        try (HostFd root = DetachedMount.open("overlay", "overlay", options, staging)) {
            assertThat(names(root)).hasSize(layers);
        }
        try (HostFd root =
                DetachedMount.stage("overlay", "overlay", MountOptions.parse(options), staging)) {
            assertThat(mounts()).isEqualTo(mountsBefore);
            assertThat(names(root)).hasSize(layers);
        }
    }

    @Test
    void escapedPathsGoTheOtherWay() throws Exception {
        Files.createDirectories(directory.resolve("a:b/inner"));
        make("second");
        String lower = "lowerdir=" + directory + "/a\\:b:" + directory.resolve("second").toString();
        try (HostFd root = DetachedMount.open("overlay", "overlay", List.of(lower), staging)) {
            assertThat(names(root)).containsExactly("inner");
        }
    }

    @Test
    void bindShowsTheSourceAndItsOptionsHold() throws Exception {
        Path source = make("source");
        Files.writeString(source.resolve("file"), "x");
        try (HostFd root =
                DetachedMount.open(
                        "bind", source.toString(), List.of("rbind", "ro", "noexec"), staging)) {
            assertThat(inside(root, "file")).hasContent("x");
            assertThatThrownBy(() -> Files.writeString(inside(root, "new"), "y"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Read-only");
            Files.writeString(source.resolve("later"), "z");
            assertThat(inside(root, "later")).hasContent("z");
        }
    }

    @Test
    void onlyARecursiveBindTakesMountsBelowAlong() throws Exception {
        Path source = make("source");
        Path below = make("source/below");
        Mounts.mount("tmpfs", "tmpfs", below.toString(), 0, "size=1m");
        try {
            Files.writeString(below.resolve("file"), "x");
            try (HostFd flat = bind(source, "bind", "rprivate");
                    HostFd deep = bind(source, "rbind", "ro");
                    HostFd frozen = bind(source, "rbind", "rro")) {
                assertThat(inside(flat, "below/file")).doesNotExist();
                assertThat(inside(deep, "below/file")).hasContent("x");
                Files.writeString(inside(deep, "below/file"), "ro is for the top mount");
                assertThatThrownBy(() -> Files.writeString(inside(frozen, "below/file"), "z"))
                        .hasMessageContaining("Read-only");
            }
        } finally {
            assertThat(Mounts.unmount(below.toString(), 0)).isTrue();
        }
        assertThat(Mounts.unmount(below.toString(), 0)).isFalse();
    }

    @Test
    void singleFileCanBeBound() throws Exception {
        Path file = Files.writeString(directory.resolve("hosts"), "127.0.0.1");
        try (HostFd bound = bind(file, "bind", "ro")) {
            assertThat(Path.of("/proc/self/fd/" + bound.number())).hasContent("127.0.0.1");
            assertThatThrownBy(() ->
                            Files.writeString(Path.of("/proc/self/fd/" + bound.number()), "x"))
                    .hasMessageContaining("Read-only");
        }
    }

    @Test
    void tmpfsTakesFlagsAndData() throws Exception {
        List<String> options = List.of("nosuid", "nodev", "size=64k", "mode=700");
        try (HostFd root = DetachedMount.open("tmpfs", "tmpfs", options, staging)) {
            Files.writeString(inside(root, "file"), "x");
            assertThatThrownBy(() -> Files.write(inside(root, "big"), new byte[100_000]))
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void fileSystemReadOnlyFromTheStart() throws Exception {
        try (HostFd root =
                DetachedMount.open("tmpfs", "tmpfs", List.of("ro", "size=64k"), staging)) {
            assertThatThrownBy(() -> Files.writeString(inside(root, "file"), "x"))
                    .hasMessageContaining("Read-only");
        }
    }

    @Test
    void detachedTreeCanBeAttached() throws Exception {
        try (HostFd root = DetachedMount.open("tmpfs", "tmpfs", List.of(), staging)) {
            Files.writeString(inside(root, "file"), "x");
            Mounts.attach(root, staging);
            assertThat(Path.of(staging, "file")).hasContent("x");
            assertThat(Mounts.unmount(staging, MountFlags.MNT_DETACH)).isTrue();
        }
    }

    @Test
    void badOptionIsNamedWithTheFileSystemsOwnReason() {
        assertFails("overlay", "overlay", List.of("lowerdir=/", "no-such"), Errno.EINVAL)
                .hasMessageContaining("overlay option no-such")
                .hasMessageContaining("Unknown parameter");
        assertFails("overlay", "overlay", List.of("lowerdir=/no/such"), Errno.ENOENT)
                .hasMessageContaining("/no/such");
    }

    @Test
    void unknownTypeMissingSourceAndNulAreNamed() {
        assertFails("nosuchfs", "x", List.of(), Errno.ENODEV).hasMessageContaining("nosuchfs");
        assertFails("bind", "/no/such", List.of(), Errno.ENOENT).hasMessageContaining("/no/such");
        assertFails("bind", "/tmp\0/etc", List.of(), Errno.EINVAL).hasMessageContaining("NUL");
        assertFails("tmpfs", "/", List.of("size=1\0"), Errno.EINVAL).hasMessageContaining("NUL");
    }

    @Test
    void dataThatCannotBeShortenedIsAnErrorWithBothLengths() {
        MountOptions options = MountOptions.parse(List.of("size=" + "1".repeat(5000)));
        assertThatThrownBy(() -> DetachedMount.stage("tmpfs", "tmpfs", options, staging))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG))
                .hasMessageContaining("5005 bytes")
                .hasMessageContaining("4095");
    }

    private AbstractThrowableAssert<?, ?> assertFails(
            String type, String source, List<String> options, int errno) {
        return assertThatThrownBy(() -> DetachedMount.open(type, source, options, staging))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private HostFd bind(Path source, String... options) throws ErrnoException {
        return DetachedMount.open("bind", source.toString(), List.of(options), staging);
    }

    private List<String> overlay(int layers) throws IOException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            Path layer = make("layer-" + i);
            Files.writeString(layer.resolve("from-" + i), "x");
            paths.add(layer.toString());
        }
        return List.of(
                "index=off",
                "workdir=" + make("work"),
                "upperdir=" + make("upper"),
                "lowerdir=" + String.join(":", paths));
    }

    private Path make(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private static Path inside(HostFd root, String name) {
        return Path.of("/proc/self/fd/" + root.number(), name);
    }

    private static List<String> names(HostFd root) {
        String[] names = inside(root, ".").toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    }
}
