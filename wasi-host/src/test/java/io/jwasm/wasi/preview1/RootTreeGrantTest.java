package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A directory that lies in the tree of `/`, whose links lead through all of it.
class RootTreeGrantTest {

    private static final int DATA = ROOT + 1;

    @TempDir Path temporary;

    private HostFd root;
    private HostFd data;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(temporary.resolve("data"));
        Files.createDirectories(temporary.resolve("etc"));
        Files.writeString(temporary.resolve("etc/file"), "of the root");
        Files.createSymbolicLink(temporary.resolve("data/link"), Path.of("../etc/file"));
        Files.createSymbolicLink(temporary.resolve("data/dir"), Path.of("/etc"));
        root = Descriptors.open(temporary.toString(), OpenFlags.O_DIRECTORY, 0);
        data = Descriptors.open(temporary.resolve("data").toString(), OpenFlags.O_DIRECTORY, 0);
    }

    @AfterEach
    void end() {
        root.close();
        data.close();
    }

    private TestGuest guest(boolean isRootReadOnly) throws IOException {
        return TestGuest.with(
                List.of(
                        new Grant.Directory("/", root, isRootReadOnly),
                        new Grant.Directory("/data", data, false, true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "dir/file"})
    void linksLeadThroughTheTree(String path) throws IOException {
        try (TestGuest guest = guest(false)) {
            assertThat(guest.open(DATA, path, 0, READ)).isEqualTo(Errno.SUCCESS);
            guest.read(guest.result(), 100);
            assertThat(guest.readText()).isEqualTo("of the root");
        }
    }

    @Test
    void linksInAWritableDirectoryDoNotOpenAReadOnlyTree() throws IOException {
        try (TestGuest guest = guest(true)) {
            assertThat(guest.open(DATA, "link", 0)).isNotEqualTo(Errno.SUCCESS);
            assertThat(guest.open(DATA, "dir/new", 1)).isNotEqualTo(Errno.SUCCESS);
            for (String call : List.of("path_create_directory", "path_unlink_file")) {
                assertThat(guest.onPath(call, DATA, "dir/file")).isNotEqualTo(Errno.SUCCESS);
            }
            int length = guest.put(PATH, "link");
            int target = guest.put(SECOND_PATH, "stolen");
            assertThat(guest.call("path_link", DATA, 1, PATH, length, DATA, SECOND_PATH, target))
                    .isNotEqualTo(Errno.SUCCESS);
            assertThat(guest.call("path_filestat_set_times", DATA, 1, PATH, length, 1L, 1L, 5))
                    .isNotEqualTo(Errno.SUCCESS);
        }
        assertThat(temporary.resolve("etc/file")).hasContent("of the root");
        assertThat(temporary.resolve("etc")).isDirectoryNotContaining("glob:**/new");
    }
}
