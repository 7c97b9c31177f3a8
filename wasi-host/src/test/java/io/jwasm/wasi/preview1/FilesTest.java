package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.GuestLimits;
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

class FilesTest {

    @TempDir Path directory;

    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        guest = TestGuest.with(directory);
    }

    @AfterEach
    void end() {
        guest.close();
    }

    private int create(String name) {
        assertThat(guest.open(ROOT, name, 1)).isEqualTo(Errno.SUCCESS);
        return guest.result();
    }

    @Test
    void whatIsWrittenIsOnTheHostAndIsReadBack() {
        int fd = create("f");
        assertThat(guest.write(fd, "hello")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(5);
        assertThat(guest.call("fd_seek", fd, 1L, 0, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.read(fd, 100)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.readText()).isEqualTo("ello");
        assertThat(directory.resolve("f")).hasContent("hello");
    }

    @Test
    void transfersLargerThanTheBufferAreWhole() throws IOException {
        int fd = create("f");
        int size = 1 << 20;
        for (int i = 0; i < size; i += 4) {
            guest.memory().putInt(BYTES + i, i);
        }
        guest.vector(0, BYTES, 100_001);
        guest.vector(1, BYTES + 100_001, size - 100_001);
        assertThat(guest.call("fd_write", fd, VECTORS, 2, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(size);
        assertThat(Files.size(directory.resolve("f"))).isEqualTo(size);

        guest.vector(0, BYTES + size, 7);
        guest.vector(1, BYTES + size + 7, size - 7);
        assertThat(guest.call("fd_pread", fd, VECTORS, 2, 0L, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(size);
        for (int i = 0; i < size; i += 4) {
            assertThat(guest.memory().getInt(BYTES + size + i)).isEqualTo(i);
        }
    }

    @Test
    void statusIsThatOfTheFileAndSurvivesItsName() throws IOException {
        int fd = create("f");
        guest.write(fd, "12345");
        assertThat(guest.onPath("path_unlink_file", ROOT, "f")).isEqualTo(Errno.SUCCESS);

        assertThat(guest.call("fd_filestat_get", fd, RESULT)).isEqualTo(Errno.SUCCESS);

        assertThat(guest.memory().getByte(RESULT + 16)).isEqualTo((byte) 4);
        assertThat(guest.memory().getLong(RESULT + 24)).isZero();
        assertThat(guest.memory().getLong(RESULT + 32)).isEqualTo(5);
    }

    @Test
    void preopenHasStatusAndName() {
        assertThat(guest.call("fd_filestat_get", ROOT, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getByte(RESULT + 16)).isEqualTo((byte) 3);
        assertThat(guest.call("fd_prestat_get", ROOT, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(RESULT + 4)).isEqualTo(1);
        assertThat(guest.call("fd_prestat_dir_name", ROOT, BYTES, 1)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, 1)).isEqualTo("/");
        assertThat(guest.call("fd_prestat_dir_name", ROOT, BYTES, 0)).isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.call("fd_prestat_get", ROOT + 1, RESULT)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_prestat_get", 0, RESULT)).isEqualTo(Errno.BADF);
    }

    @Test
    void directoryDescriptorFollowsARename() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        int fd = guest.openDirectory(ROOT, "a");
        Files.move(directory.resolve("a"), directory.resolve("b"));

        assertThat(guest.open(fd, "f", 1)).isEqualTo(Errno.SUCCESS);

        assertThat(directory.resolve("b/f")).exists();
    }

    @Test
    void namesThatAreNotUtf8Work() throws IOException {
        byte[] name = {'n', (byte) 0xff, (byte) 0xfe};
        guest.put(PATH, name);
        assertThat(guest.call("path_open", ROOT, 0, PATH, 3, 1, READ, 0L, 0, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_readdir", ROOT, BYTES, 4096, 0L, RESULT))
                .isEqualTo(Errno.SUCCESS);
        Set<String> names = new HashSet<>();
        for (int at = BYTES; at < BYTES + guest.result(); ) {
            int length = guest.memory().getInt(at + 16);
            byte[] found = new byte[length];
            guest.memory().get(at + 24, found, 0, length);
            names.add(java.util.HexFormat.of().formatHex(found));
            at += 24 + length;
        }
        assertThat(names).containsExactlyInAnyOrder("2e", "2e2e", "6efffe");
        guest.put(PATH, name);
        assertThat(guest.call("path_unlink_file", ROOT, PATH, 3)).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void linkTargetsAreStoredAndReadAsTheyAre() throws IOException {
        int length = guest.put(PATH, "../no/such/target");
        int nameLength = guest.put(SECOND_PATH, "l");
        assertThat(guest.call("path_symlink", PATH, length, ROOT, SECOND_PATH, nameLength))
                .isEqualTo(Errno.SUCCESS);
        assertThat(Files.readSymbolicLink(directory.resolve("l"))).hasToString("../no/such/target");
        guest.put(PATH, "l");
        assertThat(guest.call("path_readlink", ROOT, PATH, 1, BYTES, 8, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.readText()).isEqualTo("../no/su");
    }

    @Test
    void renamesGoAcrossDirectoriesAndHardLinksShareTheFile() throws IOException {
        int fd = create("f");
        guest.write(fd, "x");
        assertThat(guest.onPath("path_create_directory", ROOT, "d")).isEqualTo(Errno.SUCCESS);
        int sub = guest.openDirectory(ROOT, "d");
        int oldLength = guest.put(PATH, "f");
        int newLength = guest.put(SECOND_PATH, "g");
        assertThat(guest.call("path_rename", ROOT, PATH, oldLength, sub, SECOND_PATH, newLength))
                .isEqualTo(Errno.SUCCESS);
        oldLength = guest.put(PATH, "d/g");
        assertThat(guest.call("path_link", ROOT, 0, PATH, oldLength, ROOT, SECOND_PATH, newLength))
                .isEqualTo(Errno.SUCCESS);
        assertThat(directory.resolve("d/g")).hasContent("x");
        assertThat(Files.isSameFile(directory.resolve("d/g"), directory.resolve("g"))).isTrue();
    }

    @Test
    void rightsAreEnforcedAndCannotBeWidened() {
        create("f");
        assertThat(guest.open(ROOT, "f", 0, 0)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        assertThat(guest.read(fd, 1)).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.write(fd, "x")).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.call("fd_fdstat_set_rights", fd, 2L, 0L)).isEqualTo(Errno.NOTCAPABLE);

        assertThat(guest.call("fd_fdstat_set_rights", ROOT, 1L << 13, 0L)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.open(ROOT, "g", 1, 0)).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.open(ROOT, "f", 0, 2)).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.onPath("path_unlink_file", ROOT, "f")).isEqualTo(Errno.NOTCAPABLE);
    }

    @Test
    void deletingWhileReadingADirectoryLosesNothing() throws IOException {
        for (int i = 0; i < 200; i++) {
            Files.createFile(directory.resolve("file-with-a-longer-name-" + i));
        }
        long cookie = 0;
        int deleted = 0;
        while (true) {
            assertThat(guest.call("fd_readdir", ROOT, BYTES, 300, cookie, RESULT))
                    .isEqualTo(Errno.SUCCESS);
            int used = guest.result();
            int at = BYTES;
            while (at + 24 <= BYTES + used) {
                int length = guest.memory().getInt(at + 16);
                if (at + 24 + length > BYTES + used) {
                    break;
                }
                String name = guest.text(at + 24, length);
                cookie = guest.memory().getLong(at);
                if (name.startsWith("file")) {
                    assertThat(guest.onPath("path_unlink_file", ROOT, name))
                            .isEqualTo(Errno.SUCCESS);
                    deleted++;
                }
                at += 24 + length;
            }
            if (used < 300) {
                break;
            }
        }
        assertThat(deleted).isEqualTo(200);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void appendAndAllocateDoWhatTheySay() {
        int length = guest.put(PATH, "f");
        assertThat(
                        guest.call(
                                "path_open",
                                ROOT,
                                0,
                                PATH,
                                length,
                                1,
                                TestGuest.READ_WRITE,
                                0L,
                                1,
                                RESULT))
                .isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        guest.write(fd, "one");
        guest.call("fd_seek", fd, 0L, 0, RESULT);
        guest.write(fd, "two");
        assertThat(directory.resolve("f")).hasContent("onetwo");
        assertThat(guest.call("fd_fdstat_set_flags", fd, 0)).isEqualTo(Errno.SUCCESS);
        guest.call("fd_seek", fd, 0L, 0, RESULT);
        guest.write(fd, "X");
        assertThat(directory.resolve("f")).hasContent("Xnetwo");
        assertThat(guest.call("fd_allocate", fd, 0L, 100L)).isEqualTo(Errno.SUCCESS);
        assertThat(directory.resolve("f")).hasSize(100);
        assertThat(guest.call("fd_filestat_set_size", fd, -1L)).isEqualTo(Errno.INVAL);
    }

    @Test
    void descriptorsAreCappedAndTheLowestIsGivenAgain() {
        create("f");
        int opened = 1;
        while (guest.open(ROOT, "f", 0, READ) == Errno.SUCCESS) {
            opened++;
        }
        assertThat(guest.open(ROOT, "f", 0, READ)).isEqualTo(Errno.MFILE);
        assertThat(opened).isEqualTo(GuestLimits.DEFAULT_DESCRIPTORS - 4);
        assertThat(guest.call("fd_close", 7)).isEqualTo(Errno.SUCCESS);
        create("f");
        assertThat(guest.result()).isEqualTo(7);
    }

    @Test
    void renumberMovesADescriptor() {
        int first = create("a");
        int second = create("b");
        assertThat(guest.call("fd_renumber", first, second)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_fdstat_get", first, RESULT)).isEqualTo(Errno.BADF);
        guest.write(second, "to a");
        assertThat(directory.resolve("a")).hasContent("to a");
        assertThat(guest.call("fd_renumber", second, first)).isEqualTo(Errno.BADF);
    }
}
