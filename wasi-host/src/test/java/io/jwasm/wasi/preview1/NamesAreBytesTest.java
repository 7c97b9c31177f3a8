package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names, arguments and variables that are no UTF-8, from end to end.
class NamesAreBytesTest {

    private static final byte[] NAME = HexFormat.of().parseHex("61ffc328fe");
    private static final String TEXT = ByteText.decode(NAME);

    @TempDir Path directory;

    private HostFd root;
    private HostFd devNull;
    private TestGuest guest;

    @BeforeEach
    void open() throws IOException {
        root = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
        devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
        guest =
                new TestGuest(
                        new TestGuest.Setup(
                                List.of(TEXT),
                                List.of("A=" + TEXT),
                                List.of(
                                        new Grant.Directory("/", root, false),
                                        new Grant.Directory("/" + TEXT, root, false),
                                        new Grant.File("/over" + TEXT, devNull, false)),
                                new GuestStdio(devNull, devNull, devNull)));
    }

    @AfterEach
    void close() {
        guest.close();
        devNull.close();
        root.close();
    }

    private byte[] bytes(int address, int length) {
        byte[] bytes = new byte[length];
        guest.memory().get(address, bytes, 0, length);
        return bytes;
    }

    @Test
    void argumentsAndVariablesPassUnchanged() {
        assertThat(guest.call("args_get", RESULT, BYTES)).isEqualTo(Errno.SUCCESS);
        assertThat(bytes(BYTES, NAME.length)).isEqualTo(NAME);
        assertThat(guest.call("environ_get", RESULT, BYTES)).isEqualTo(Errno.SUCCESS);
        assertThat(bytes(BYTES + 2, NAME.length)).isEqualTo(NAME);
    }

    @Test
    void aPreopenIsNamedByItsBytes() {
        int fd = ROOT + 1;
        assertThat(guest.call("fd_prestat_get", fd, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(RESULT + 4)).isEqualTo(NAME.length + 1);
        assertThat(guest.call("fd_prestat_dir_name", fd, BYTES, NAME.length + 1))
                .isEqualTo(Errno.SUCCESS);
        assertThat(bytes(BYTES + 1, NAME.length)).isEqualTo(NAME);
    }

    @Test
    void aFileIsMadeAndListedByItsBytes() throws IOException {
        int length = guest.put(PATH, NAME);
        assertThat(guest.call("path_open", ROOT, 0, PATH, length, 1, READ, 0L, 0, RESULT))
                .isEqualTo(Errno.SUCCESS);

        Descriptors.open(directory + "/" + TEXT, OpenFlags.O_RDONLY, 0).close();
        assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, 0L, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(ByteText.decode(bytes(BYTES, guest.result()))).contains(TEXT);
    }

    @Test
    void aFileLiesOverAPlaceNamedByItsBytes() {
        byte[] path = ByteText.encode("over" + TEXT);
        int length = guest.put(PATH, path);

        assertThat(guest.call("path_open", ROOT, 0, PATH, length, 0, READ, 0L, 0, RESULT))
                .isEqualTo(Errno.SUCCESS);
    }
}
