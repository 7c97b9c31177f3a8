package io.jwasm.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.rootfs.Rootfs;
import io.jwasm.bundle.rootfs.SnapshotMount;
import io.jwasm.bundle.spec.LinuxSpec;
import io.jwasm.bundle.spec.MountSpec;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.user.ResolvedUser;
import io.jwasm.core.capability.CapabilityReader;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.config.MemoryConfig;
import io.jwasm.core.wall.WallConfig;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestNetwork;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real mounts over real trees, so as root only; nothing may be left in the mount table.
class GuestFilesTest {

    private static final String SIZE = "size=1m";

    @TempDir Path host;

    private final List<MountSpec> mounts = new ArrayList<>();
    private boolean isReadOnly;
    private String cwd = "/";
    private List<String> masked = List.of();
    private List<String> readOnlyPaths = List.of();
    private List<SnapshotMount> snapshot = List.of();

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "mounting needs root");
        for (String directory : List.of("root/etc", "volume/sub", "other", "bundle/rootfs")) {
            Files.createDirectories(host.resolve(directory));
        }
        Files.writeString(host.resolve("root/etc/hosts"), "of the image");
        Files.writeString(host.resolve("volume/file"), "of the volume");
        Files.writeString(host.resolve("other/file"), "of the other");
        Files.writeString(host.resolve("hosts"), "of the host");
    }

    @AfterEach
    void nothingIsLeftMounted() throws IOException {
        assertThat(mountTable()).isEmpty();
    }

    private GuestFiles open() throws Exception {
        LinuxSpec linux =
                new LinuxSpec(List.of(), "", ResourcesSpec.NONE, false, masked, readOnlyPaths);
        Bundle bundle =
                new Bundle(
                        host.resolve("bundle"),
                        RuntimeSpec.of(
                                        ProcessSpec.of(List.of("/a"), List.of(), cwd),
                                        new RootSpec(host.resolve("root").toString(), isReadOnly))
                                .withMounts(mounts)
                                .withLinux(linux));
        ResolvedUser root = new ResolvedUser(0, 0, List.of());
        ContainerConfig config =
                new ContainerConfig(
                        GuestNetwork.NAMESPACE, new MemoryConfig(1 << 20, 1 << 20), WallConfig.ALL);
        return GuestFiles.open(
                CapabilityReader.read(bundle, root, config), Rootfs.open(bundle, snapshot));
    }

    private void bind(String source, String destination, String... options) {
        mounts.add(
                new MountSpec(
                        destination, "bind", host.resolve(source).toString(), List.of(options)));
    }

    private void memory(String destination, String... options) {
        mounts.add(new MountSpec(destination, "tmpfs", "tmpfs", List.of(options)));
    }

    private static HostFd place(GuestFiles files, String path) throws ErrnoException {
        return ConfinedOpen.open(files.root(), path, OpenHow.inRoot(OpenFlags.O_PATH));
    }

    private static Path path(HostFd fd) {
        return Path.of("/proc/self/fd/" + fd.number());
    }

    private static String read(GuestFiles files, String path) throws IOException {
        try (HostFd file = place(files, path)) {
            return Files.readString(path(file));
        }
    }

    private static void write(GuestFiles files, String directory) throws IOException {
        try (HostFd place = place(files, directory)) {
            Files.writeString(path(place).resolve("new"), "x");
        }
    }

    private static List<String> guestPaths(GuestFiles files) {
        return files.grants().stream().map(Grant::guestPath).toList();
    }

    /// What is mounted in the folder of the test; others may mount elsewhere meanwhile.
    private List<String> mountTable() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(host.toString()))
                .toList();
    }

    @Test
    void eachMountedDirectoryIsInTheTreeAndAPreopen() throws Exception {
        bind("volume", "/data", "rbind");
        memory("/tmp");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/data/file")).isEqualTo("of the volume");
            assertThat(guestPaths(files)).containsExactly("/", "/data", "/tmp");
            assertThat(files.grants().getLast())
                    .isInstanceOfSatisfying(
                            Grant.Directory.class, tmp -> assertThat(tmp.isInRoot()).isTrue());
        }
    }

    @Test
    void aMountMayLieBelowAnother() throws Exception {
        bind("volume", "/data", "rbind");
        bind("other", "/data/sub/deep", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/data/sub/deep/file")).isEqualTo("of the other");
        }
    }

    @Test
    void aLaterMountHidesAnEarlierOne() throws Exception {
        bind("volume", "/data/x", "rbind");
        bind("other", "/data", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/data/file")).isEqualTo("of the other");
            assertThat(guestPaths(files)).containsExactly("/", "/data");
        }
    }

    @Test
    void theLaterOfTwoMountsAtOnePlaceIsSeen() throws Exception {
        bind("volume", "/data", "rbind");
        bind("other", "/data", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/data/file")).isEqualTo("of the other");
            assertThat(guestPaths(files)).containsExactly("/", "/data");
        }
    }

    @Test
    void aFileLiesOverAFile() throws Exception {
        bind("hosts", "/etc/hosts", "rbind", "ro");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/etc/hosts")).isEqualTo("of the host");
            assertThat(guestPaths(files)).containsExactly("/");
        }
        assertThat(host.resolve("root/etc/hosts")).hasContent("of the image");
    }

    @Test
    void aMissingPlaceIsMadeInAReadOnlyRoot() throws Exception {
        isReadOnly = true;
        bind("hosts", "/etc/resolv.conf", "rbind", "ro");
        bind("volume", "/new/place", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/etc/resolv.conf")).isEqualTo("of the host");
            assertThat(read(files, "/new/place/file")).isEqualTo("of the volume");
            assertThatThrownBy(() -> write(files, "/etc"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Read-only file system");
            write(files, "/new/place");
        }
    }

    @Test
    void aSnapshotThatIsGivenReadOnlyIsNotTouched() throws Exception {
        snapshot =
                List.of(
                        new SnapshotMount(
                                "bind",
                                host.resolve("root").toString(),
                                "",
                                List.of("rbind", "ro")));
        bind("volume", "/data", "rbind");
        bind("hosts", "/etc/resolv.conf", "rbind");
        try (GuestFiles files = open()) {
            assertThat(guestPaths(files)).containsExactly("/", "/data", "/etc/resolv.conf");
            assertThat(files.grants().get(1))
                    .isInstanceOfSatisfying(
                            Grant.Directory.class, data -> assertThat(data.isInRoot()).isFalse());
            assertThat(files.grants().get(2)).isInstanceOf(Grant.File.class);
        }
        assertThat(host.resolve("root/data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run", "../../../run", "../run"})
    void aPlaceThatIsALinkOfTheImageIsFollowedWithinIt(String target) throws Exception {
        Files.createDirectory(host.resolve("root/var"));
        Files.createSymbolicLink(host.resolve("root/var/run"), Path.of(target));
        bind("volume", "/var/run/app", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/run/app/file")).isEqualTo("of the volume");
            assertThat(read(files, "/var/run/app/file")).isEqualTo("of the volume");
        }
        assertThat(host.resolve("root/run/app")).isEmptyDirectory();
    }

    @Test
    void aLinkToNothingGetsItsTargetMade() throws Exception {
        Files.createSymbolicLink(
                host.resolve("root/etc/resolv.conf"), Path.of("../run/systemd/resolv.conf"));
        bind("hosts", "/etc/resolv.conf", "rbind");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/run/systemd/resolv.conf")).isEqualTo("of the host");
        }
    }

    @Test
    void aLoopOfLinksIsAnError() throws Exception {
        Files.createSymbolicLink(host.resolve("root/loop"), Path.of("loop"));
        bind("volume", "/loop", "rbind");

        assertThatThrownBy(this::open)
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("mount \"/loop\"")
                .hasMessageContaining("Too many levels of symbolic links");
    }

    @Test
    void aDirectoryDoesNotGoOverAFile() {
        bind("volume", "/etc/hosts", "rbind");

        assertThatThrownBy(this::open)
                .hasMessageContaining("mount \"/etc/hosts\"")
                .hasMessageContaining("Not a directory");
    }

    @Test
    void aFileDoesNotGoOverADirectory() {
        bind("hosts", "/etc", "rbind");

        assertThatThrownBy(this::open)
                .hasMessageContaining("mount \"/etc\"")
                .hasMessageContaining("Is a directory");
    }

    @Test
    void aMissingSourceIsNamed() {
        bind("missing", "/data", "rbind");

        assertThatThrownBy(this::open)
                .hasMessageContaining("mount \"/data\"")
                .hasMessageContaining(host.resolve("missing").toString())
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void readOnlyIsTheMountsOwn() throws Exception {
        bind("volume", "/data", "rbind", "ro");
        try (GuestFiles files = open()) {
            assertThatThrownBy(() -> write(files, "/data")).isInstanceOf(FileSystemException.class);
            write(files, "/etc");
        }
        Files.writeString(host.resolve("volume/still"), "x");
    }

    @Test
    void aMemoryFileSystemHasItsSize() throws Exception {
        memory("/tmp", SIZE, "mode=1777");
        try (GuestFiles files = open();
                HostFd tmp = place(files, "/tmp")) {
            byte[] half = new byte[600 << 10];
            Files.write(path(tmp).resolve("a"), half);
            assertThatThrownBy(() -> Files.write(path(tmp).resolve("b"), half))
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void devicesGiveAndTakeBytes() throws Exception {
        memory("/dev", "nosuid", "strictatime", "mode=755", "size=65536k");
        memory("/dev/shm", "nosuid", "noexec", "nodev", "mode=1777");
        try (GuestFiles files = open();
                HostFd zero = place(files, "/dev/zero");
                HostFd devNull = place(files, "/dev/null");
                HostFd dev = place(files, "/dev")) {
            assertThat(path(dev)).isDirectoryContaining("glob:**/urandom");
            assertThat(Files.newInputStream(path(zero)).readNBytes(3)).containsOnly(0);
            Files.writeString(path(devNull), "gone");
            assertThat(guestPaths(files)).containsExactly("/", "/dev", "/dev/shm");
        }
    }

    @Test
    void deviceNodesOfAnImageOrAVolumeAreDead() throws Exception {
        copyNull("root/etc/null");
        copyNull("volume/null");
        bind("volume", "/data", "rbind", "dev");
        try (GuestFiles files = open()) {
            for (String path : List.of("/etc/null", "/data/null")) {
                try (HostFd node = place(files, path)) {
                    assertThatThrownBy(() -> Files.readString(path(node)))
                            .isInstanceOf(java.nio.file.AccessDeniedException.class);
                }
            }
        }
    }

    private void copyNull(String name) throws Exception {
        new ProcessBuilder("cp", "-a", "/dev/null", host.resolve(name).toString())
                .start()
                .waitFor();
    }

    @Test
    void maskedPathsAreEmpty() throws Exception {
        masked = List.of("/etc/hosts", "/secrets", "/not/there", "/etc/hosts/below");
        Files.createDirectory(host.resolve("root/secrets"));
        Files.writeString(host.resolve("root/secrets/key"), "k");
        try (GuestFiles files = open();
                HostFd secrets = place(files, "/secrets")) {
            assertThat(read(files, "/etc/hosts")).isEmpty();
            assertThat(path(secrets)).isEmptyDirectory();
            assertThatThrownBy(() -> write(files, "/secrets"))
                    .isInstanceOf(FileSystemException.class);
        }
    }

    @Test
    void readOnlyPathsAreNotWritten() throws Exception {
        readOnlyPaths = List.of("/etc", "/not/there");
        try (GuestFiles files = open()) {
            assertThat(read(files, "/etc/hosts")).isEqualTo("of the image");
            assertThatThrownBy(() -> write(files, "/etc"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Read-only file system");
            write(files, "/");
        }
    }

    @ParameterizedTest
    @CsvSource({"masked, /etc/hosts", "masked, /volume/file", "read-only, /volume"})
    void whoMayNotMountIsToldWhatCannotBeKept(String kind, String path) throws Exception {
        bind("volume", "/volume");
        boolean isMasked = kind.equals("masked");
        masked = isMasked ? List.of("/proc/kcore", path) : List.of("/proc/kcore");
        readOnlyPaths = isMasked ? List.of() : List.of("/proc/sys", path);

        assertThat(failureWithoutPrivileges())
                .hasMessageContaining("%s path \"%s\"", kind, path)
                .hasMessageContaining("Operation not permitted");
    }

    @Test
    void whoMayNotMountNeedsNotHideWhatIsNotThere() throws Exception {
        bind("volume", "/volume", "ro");
        masked = List.of("/proc/kcore", "/etc/hosts/below");
        readOnlyPaths = List.of("/proc/sys", "/volume");

        assertThat(failureWithoutPrivileges()).isNull();
    }

    private @Nullable Throwable failureWithoutPrivileges() throws Exception {
        CompletableFuture<@Nullable Throwable> failure = new CompletableFuture<>();
        Thread _ =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                CurrentThread.setCapabilities(0);
                                open().close();
                                failure.complete(null);
                            } catch (Throwable thrown) {
                                failure.complete(thrown);
                            }
                        });
        return failure.get(60, TimeUnit.SECONDS);
    }

    @Test
    void theWorkingDirectoryIsMade() throws Exception {
        cwd = "/srv/app";
        open().close();

        assertThat(host.resolve("root/srv/app")).isEmptyDirectory();
    }

    @Test
    void aWorkingDirectoryThatIsAFileIsAnError() {
        cwd = "/etc/hosts";

        assertThatThrownBy(this::open)
                .hasMessageContaining("working directory \"/etc/hosts\"")
                .hasMessageContaining("Not a directory");
    }
}
