package io.jwasm.linux.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways of putting a tree together, with real mounts, so as root only.
class MountTreeTest {

    @TempDir Path temporary;

    private List<String> mountsBefore = List.of();

    /// How the tree is put together.
    enum Way {
        AS_THE_KERNEL_CAN {
            @Override
            HostFd assemble(HostFd root, MountTree.Assembly assembly) throws ErrnoException {
                return MountTree.assemble(root, assembly);
            }
        },
        IN_A_NAMESPACE_APART {
            @Override
            HostFd assemble(HostFd root, MountTree.Assembly assembly) throws ErrnoException {
                return MountTree.assembleApart(root, assembly);
            }
        };

        abstract HostFd assemble(HostFd root, MountTree.Assembly assembly) throws ErrnoException;
    }

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "mounting needs root");
        for (String directory : List.of("root/data/sub", "volume", "other")) {
            Files.createDirectories(temporary.resolve(directory));
        }
        Files.writeString(temporary.resolve("volume/file"), "volume");
        Files.createDirectories(temporary.resolve("volume/below"));
        Files.writeString(temporary.resolve("other/file"), "other");
        mountsBefore = mountTable();
    }

    @AfterEach
    void nothingIsLeftMounted() throws IOException {
        assertThat(mountTable()).isEqualTo(mountsBefore);
    }

    @ParameterizedTest
    @EnumSource
    void aMountBelowAMountIsSeenFromTheRoot(Way way) throws Exception {
        try (HostFd tree = way.assemble(clone("root"), this::mountBoth)) {
            assertThat(read(tree, "data/file")).isEqualTo("volume");
            assertThat(read(tree, "data/below/file")).isEqualTo("other");
            assertThat(temporary.resolve("root/data")).isDirectoryContaining("glob:**sub");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachMountKeepsItsAttributes(Way way) throws Exception {
        try (HostFd tree = way.assemble(clone("root"), this::mountBoth)) {
            try (HostFd data = open(tree, "data");
                    HostFd below = open(tree, "data/below")) {
                assertThat(Mounts.isReadOnly(data)).isTrue();
                assertThat(Mounts.isReadOnly(below)).isFalse();
                assertThat(Mounts.isReadOnly(tree)).isFalse();
                assertThatThrownBy(() -> Files.createFile(path(data).resolve("new")))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("Read-only file system");
                Files.createFile(path(below).resolve("new"));
            }
        }
        assertThat(temporary.resolve("other/new")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void theKernelTellsPlacesByTheirPathInTheTree(Way way) throws Exception {
        try (HostFd tree = way.assemble(clone("root"), this::mountBoth);
                HostFd below = open(tree, "data/below");
                PathCalls calls = new PathCalls()) {
            long length = calls.readLinkAt(-100, path(below).toString().getBytes(UTF_8));

            assertThat(new String(calls.link((int) length), UTF_8)).isEqualTo("/data/below");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfTheAssemblyIsTheCallers(Way way) throws Exception {
        try (HostFd root = clone("root")) {
            assertThatThrownBy(() ->
                            way.assemble(
                                    root,
                                    tree -> {
                                        try (HostFd _ = open(tree, "missing")) {
                                            throw new AssertionError();
                                        }
                                    }))
                    .isInstanceOf(ErrnoException.class)
                    .hasMessageContaining("missing");
        }
    }

    private void mountBoth(HostFd root) throws ErrnoException {
        mount(root, "volume", "data", "ro");
        mount(root, "other", "data/below", "rw");
    }

    private void mount(HostFd root, String source, String place, String mode)
            throws ErrnoException {
        try (HostFd tree = clone(source, mode);
                HostFd at = open(root, place)) {
            Mounts.attach(tree, at);
        }
    }

    private HostFd clone(String name, String... options) throws ErrnoException {
        String path = temporary.resolve(name).toString();
        return DetachedMount.open("bind", path, List.of(options), path);
    }

    private static HostFd open(HostFd root, String path) throws ErrnoException {
        return ConfinedOpen.open(root, path, OpenHow.inRoot(OpenFlags.O_PATH));
    }

    private static Path path(HostFd fd) {
        return Path.of("/proc/self/fd/" + fd.number());
    }

    private static String read(HostFd root, String path) throws IOException {
        try (HostFd file = open(root, path)) {
            return Files.readString(path(file));
        }
    }

    private static List<String> mountTable() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    }
}
