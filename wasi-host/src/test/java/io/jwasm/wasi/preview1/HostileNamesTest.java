package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.READ_WRITE;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that mean something else with a slash, a dot or a link in them, and directories that
/// change while they are read.
class HostileNamesTest {

    private static final int CREAT = 1;
    private static final int DIRECTORY = 2;
    private static final int EXCL = 4;
    private static final int TRUNC = 8;

    @TempDir Path host;

    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(host.resolve("dir/sub"));
        Files.writeString(host.resolve("file"), "content");
        // On every Linux something is mounted there.
        Files.createSymbolicLink(host.resolve("absolute"), Path.of("/proc"));
        Files.createSymbolicLink(host.resolve("upwards"), Path.of("../".repeat(20) + "proc"));
        guest = TestGuest.with(host);
    }

    @AfterEach
    void end() throws IOException {
        guest.close();
        // JUnit warns of each link that leads out.
        Files.delete(host.resolve("absolute"));
        Files.delete(host.resolve("upwards"));
    }

    private Errno rename(String from, String to) {
        int length = guest.put(PATH, from);
        int target = guest.put(SECOND_PATH, to);
        return guest.call("path_rename", ROOT, PATH, length, ROOT, SECOND_PATH, target);
    }

    /// Where a link leads outside, nothing is to be learned, as that something is mounted there.
    @ParameterizedTest
    @ValueSource(strings = {"absolute/", "upwards/", "absolute//", "dir/../upwards/"})
    void aSlashBehindALinkDoesNotShowWhereItLeads(String link) {
        assertThat(guest.onPath("path_unlink_file", ROOT, link)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.onPath("path_remove_directory", ROOT, link)).isEqualTo(Errno.NOTDIR);
        assertThat(rename(link, "moved")).isEqualTo(Errno.NOTDIR);
        assertThat(rename("dir", link)).isEqualTo(Errno.NOTDIR);
        assertThat(host.resolve("absolute")).isSymbolicLink();
        assertThat(host.resolve("dir")).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "new, 3, INVAL", // what openat2(2) says of O_CREAT with O_DIRECTORY
        "dir, 3, INVAL",
        "new, 7, INVAL",
        "new/, 1, ISDIR",
        "dir/, 1, ISDIR",
        "dir, 8, ISDIR",
        "dir, 10, ISDIR",
        "file, 10, NOTDIR",
        "file/., 0, NOTDIR",
        "., 1, ISDIR",
        "., 5, EXIST",
        "dir/.., 5, EXIST",
        "file/, 9, NOTDIR",
    })
    void contradictionsMakeAndCutNothing(String path, int oflags, String wanted)
            throws IOException {
        assertThat(oflags & ~(CREAT | DIRECTORY | EXCL | TRUNC)).isZero();
        Errno said = guest.open(ROOT, path, oflags, READ_WRITE);

        assertThat(said.name()).isIn(wanted, "ISDIR", "NOTDIR");
        assertThat(host.resolve("new")).doesNotExist();
        assertThat(host.resolve("file")).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, -2})
    void aCookieThatIsNoneIsToldEachTime(long cookie) {
        for (int i = 0; i < 3; i++) {
            assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, cookie, RESULT))
                    .as("call %d", i)
                    .isEqualTo(Errno.INVAL);
        }
        assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, 0L, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, guest.result())).contains("file");
        assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, cookie, RESULT))
                .isEqualTo(Errno.INVAL);
    }

    @Test
    void tenThousandNamesRemovedWhileTheyAreReadComeOnceOrNotAtAll() throws IOException {
        Path many = Files.createDirectory(host.resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(many.resolve("name-" + i));
        }
        int directory = guest.openDirectory(ROOT, "many");
        Set<String> seen = new HashSet<>();
        long cookie = 0;
        int removed = 0;
        while (true) {
            assertThat(guest.call("fd_readdir", directory, BYTES, 4096, cookie, RESULT))
                    .isEqualTo(Errno.SUCCESS);
            int used = guest.result();
            int at = BYTES;
            while (at + 24 <= BYTES + used) {
                int length = guest.memory().getInt(at + 16);
                if (at + 24 + length > BYTES + used) {
                    break;
                }
                assertThat(seen.add(guest.text(at + 24, length))).isTrue();
                cookie = guest.memory().getLong(at);
                at += 24 + length;
            }
            if (used < 4096) {
                break;
            }
            for (int i = 0; i < 500 && removed < 10_000; i++) {
                Files.delete(many.resolve("name-" + removed++));
            }
        }
        assertThat(seen).contains(".", "..").hasSizeGreaterThan(80);
    }

    @Test
    void aRemovedDirectoryHoldsNothingMoreAndLeadsNowhere() throws IOException {
        int sub = guest.openDirectory(ROOT, "dir/sub");
        Files.delete(host.resolve("dir/sub"));

        assertThat(guest.open(sub, "new", CREAT)).isEqualTo(Errno.NOENT);
        assertThat(guest.open(sub, "..", 0, READ)).isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_create_directory", sub, "new")).isEqualTo(Errno.NOENT);
        guest.put(PATH, "x");
        assertThat(guest.call("path_symlink", PATH, 1, sub, PATH, 1)).isEqualTo(Errno.NOENT);
        assertThat(guest.call("fd_readdir", sub, BYTES, 1000, 0L, RESULT))
                .isIn(Errno.SUCCESS, Errno.NOENT);
        assertThat(guest.call("fd_sync", sub)).isEqualTo(Errno.SUCCESS);
    }
}
