package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
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

/// A guest whose directories were given to it by descriptors that only name them, as those of a
/// container are: what it does with the preopen itself works like with a directory that it opened.
class PathOnlyGrantsTest {

    @TempDir Path host;

    private HostFd root;
    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(host.resolve("file"), "x");
        root = Descriptors.open(host.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
        guest = TestGuest.with(List.of(new Grant.Directory("/", root, false)));
    }

    @AfterEach
    void end() {
        guest.close();
        root.close();
    }

    @Test
    void aPreopenIsListed() {
        assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, 0L, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, guest.result())).contains("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd_sync", "fd_datasync"})
    void aPreopenIsSynchronized(String call) {
        assertThat(guest.call(call, ROOT)).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void aPreopensTimesAreSet() throws IOException {
        assertThat(guest.call("fd_filestat_set_times", ROOT, 0L, 7_000_000_000L, 4))
                .isEqualTo(Errno.SUCCESS);
        assertThat(Files.getLastModifiedTime(host).toMillis()).isEqualTo(7000);
    }
}
