package io.jwasm.bundle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.linux.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With real mounts, so as root only; nothing may be left in the mount table.
class RootfsTest {

    @TempDir Path temporary;

    private List<String> mountsBefore = List.of();

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "mounting needs root");
        mountsBefore = mountTable();
        for (String directory : List.of("lower/sub", "upper", "work", "extra", "bundle")) {
            Files.createDirectories(temporary.resolve(directory));
        }
        Files.writeString(temporary.resolve("lower/file"), "lower");
        Files.writeString(temporary.resolve("extra/more"), "extra");
    }

    @AfterEach
    void nothingIsLeftMounted() throws IOException {
        if (!mountsBefore.isEmpty()) {
            assertThat(mountTable()).isEqualTo(mountsBefore);
        }
    }

    @Test
    void absoluteRootIsClonedAndSeen() throws Exception {
        try (Rootfs rootfs = Rootfs.open(bundle(path("lower"), false), List.of())) {
            assertThat(in(rootfs, "file")).hasContent("lower");
            Files.writeString(in(rootfs, "new"), "x");
            assertThat(temporary.resolve("lower/new")).hasContent("x");
            assertThat(rootfs.isHeldReadonly()).isFalse();
        }
    }

    @Test
    void readonlyRootRefusesWritesWhileTheHostsOwnDoesNot() throws Exception {
        try (Rootfs rootfs = Rootfs.open(bundle(path("lower"), true), List.of())) {
            assertThat(rootfs.isHeldReadonly()).isTrue();
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> Files.writeString(in(rootfs, "new"), "x"))
                    .withMessageContaining("Read-only file system");
            Files.writeString(temporary.resolve("lower/host"), "x");
        }
    }

    @Test
    void overlayIsMountedAndWritesGoToItsUpperLayer() throws Exception {
        try (Rootfs rootfs = Rootfs.open(bundle("rootfs", false), List.of(overlay()))) {
            assertThat(mountTable()).isEqualTo(mountsBefore);
            assertThat(in(rootfs, "file")).hasContent("lower");
            Files.writeString(in(rootfs, "new"), "x");
        }
        assertThat(temporary.resolve("upper/new")).hasContent("x");
        assertThat(temporary.resolve("bundle/rootfs")).isEmptyDirectory();
    }

    @Test
    void readonlyOverlayRefusesWrites() throws Exception {
        try (Rootfs rootfs = Rootfs.open(bundle("rootfs", true), List.of(overlay()))) {
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> Files.writeString(in(rootfs, "new"), "x"));
        }
    }

    @Test
    void mountsWithTargetsAreLaidInOrder() throws Exception {
        SnapshotMount extra = bind("extra", "/sub", "rbind", "ro");
        try (Rootfs rootfs = Rootfs.open(bundle("rootfs", false), List.of(overlay(), extra))) {
            assertThat(mountTable()).isEqualTo(mountsBefore);
            assertThat(in(rootfs, "file")).hasContent("lower");
            assertThat(in(rootfs, "sub/more")).hasContent("extra");
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> Files.writeString(in(rootfs, "sub/new"), "x"));
        }
    }

    @Test
    void laterRootLiesOverTheOneBefore() throws Exception {
        SnapshotMount over = bind("extra", "", "bind");
        try (Rootfs rootfs = Rootfs.open(bundle("rootfs", false), List.of(overlay(), over))) {
            assertThat(in(rootfs, "more")).hasContent("extra");
        }
    }

    @Test
    void targetThatIsALinkStaysInTheRoot() throws Exception {
        Files.createSymbolicLink(temporary.resolve("lower/link"), Path.of("/sub"));
        SnapshotMount extra = bind("extra", "/link", "bind");
        try (Rootfs rootfs = Rootfs.open(bundle("rootfs", false), List.of(overlay(), extra))) {
            assertThat(in(rootfs, "sub/more")).hasContent("extra");
        }
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bind    | none  | ''   | NOT_FOUND        | snapshot mount 1 of type "bind": no such directory
                    nosuch  | none  | ''   | INVALID_ARGUMENT | snapshot mount 1 of type "nosuch": the kernel has no such file system
                    bind    | extra | /sub | INVALID_ARGUMENT | snapshot mount 1: its target "/sub" is not the root
                    """)
    void refusalsAreNamed(
            String type, String source, String target, BundleException.Kind kind, String fault)
            throws IOException {
        Bundle bundle = bundle("rootfs", false);
        SnapshotMount mount = new SnapshotMount(type, path(source), target, List.of());
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Rootfs.open(bundle, List.of(mount)))
                .withMessage(fault)
                .returns(kind, BundleException::kind);
    }

    @Test
    void missingTargetIsNamedAndNothingStaysMounted() throws IOException {
        Bundle bundle = bundle("rootfs", false);
        List<SnapshotMount> mounts = List.of(overlay(), bind("extra", "/gone", "bind"));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Rootfs.open(bundle, mounts))
                .withMessage("snapshot mount 2: its target \"/gone\": no such directory");
    }

    @Test
    void rootPathThatIsMissingOrAFileIsNamed() throws IOException {
        Bundle missing = bundle(path("none"), false);
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Rootfs.open(missing, List.of()))
                .withMessage("root.path \"%s\": no such directory".formatted(path("none")))
                .returns(BundleException.Kind.NOT_FOUND, BundleException::kind);
        Bundle file = bundle(path("lower/file"), false);
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Rootfs.open(file, List.of()))
                .withMessage("root.path \"%s\" is not a directory".formatted(path("lower/file")));
    }

    private SnapshotMount overlay() {
        return new SnapshotMount(
                "overlay",
                "overlay",
                "",
                List.of(
                        "lowerdir=" + path("lower"),
                        "upperdir=" + path("upper"),
                        "workdir=" + path("work")));
    }

    private SnapshotMount bind(String source, String target, String... options) {
        return new SnapshotMount("bind", path(source), target, List.of(options));
    }

    private Bundle bundle(String root, boolean isReadonly) throws IOException {
        return Bundle.create(
                temporary.resolve("bundle"),
                RuntimeSpec.of(
                        ProcessSpec.of(List.of("/app.wasm"), List.of(), "/"),
                        new RootSpec(root, isReadonly)));
    }

    private String path(String name) {
        return temporary.resolve(name).toString();
    }

    private static Path in(Rootfs rootfs, String name) {
        return Path.of("/proc/self/fd/" + rootfs.directory().number(), name);
    }

    private static List<String> mountTable() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    }
}
