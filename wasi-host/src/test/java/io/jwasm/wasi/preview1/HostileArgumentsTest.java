package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ_WRITE;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pointers, lengths, counts and descriptors that no honest guest would pass.
class HostileArgumentsTest {

    private static final int OUTSIDE = 0x7fff_fff0;

    /// Every function, with one letter for each parameter.
    private static final List<String> SIGNATURES =
            List.of(
                    "args_get ii",
                    "args_sizes_get ii",
                    "clock_res_get ii",
                    "clock_time_get iIi",
                    "environ_get ii",
                    "environ_sizes_get ii",
                    "fd_advise iIIi",
                    "fd_allocate iII",
                    "fd_close i",
                    "fd_datasync i",
                    "fd_fdstat_get ii",
                    "fd_fdstat_set_flags ii",
                    "fd_fdstat_set_rights iII",
                    "fd_filestat_get ii",
                    "fd_filestat_set_size iI",
                    "fd_filestat_set_times iIIi",
                    "fd_pread iiiIi",
                    "fd_prestat_dir_name iii",
                    "fd_prestat_get ii",
                    "fd_pwrite iiiIi",
                    "fd_read iiii",
                    "fd_readdir iiiIi",
                    "fd_renumber ii",
                    "fd_seek iIii",
                    "fd_sync i",
                    "fd_tell ii",
                    "fd_write iiii",
                    "path_create_directory iii",
                    "path_filestat_get iiiii",
                    "path_filestat_set_times iiiiIIi",
                    "path_link iiiiiii",
                    "path_open iiiiiIIii",
                    "path_readlink iiiiii",
                    "path_remove_directory iii",
                    "path_rename iiiiii",
                    "path_symlink iiiii",
                    "path_unlink_file iii",
                    "poll_oneoff iiii",
                    "random_get ii",
                    "sched_yield ",
                    "sock_accept iii",
                    "sock_recv iiiiii",
                    "sock_send iiiii",
                    "sock_shutdown ii");

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

    @Test
    void resultsOutsideOfTheMemoryAreFaults() {
        assertThat(guest.open(ROOT, "f", 1)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        assertThat(guest.call("args_get", OUTSIDE, 0)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("args_sizes_get", 0, -1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("environ_sizes_get", OUTSIDE, 0)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("clock_time_get", 0, 1L, -4)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("clock_time_get", 3, 1L, -4)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("clock_res_get", 1, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("random_get", OUTSIDE, 1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("random_get", 0, 512 << 20)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("random_get", 4096, -1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_fdstat_get", fd, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_filestat_get", fd, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_prestat_get", ROOT, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_prestat_dir_name", ROOT, OUTSIDE, -1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_readdir", ROOT, 0, -1, 0L, RESULT)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_readdir", ROOT, 0, 8, 0L, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("fd_tell", fd, OUTSIDE)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("poll_oneoff", 0, 4096, 0x7000_0000, RESULT)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("poll_oneoff", 0, OUTSIDE, 1, RESULT)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("path_create_directory", ROOT, OUTSIDE, 4)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("path_create_directory", ROOT, 0, -1)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("path_open", ROOT, 0, PATH, 1, 1, READ_WRITE, 0L, 0, OUTSIDE))
                .isEqualTo(Errno.FAULT);
        assertThat(directory)
                .isDirectoryContaining("glob:**/f")
                .isDirectoryNotContaining("glob:**/d");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x70000000, FAULT",
        "0, 0x7fffffff, FAULT",
        "0, -1, FAULT",
        "-1, 1, FAULT",
        "-1, -1, FAULT",
        "0x7fffffff, 0x7fffffff, FAULT",
        "4194300, 5, FAULT",
        "4194303, 1, SUCCESS",
        "-1, 0, FAULT"
    })
    void vectorsAreCheckedBeforeAnythingIsDone(String address, String length, Errno expected) {
        assertThat(guest.open(ROOT, "f", 1)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        guest.vector(0, BYTES, 4);
        guest.vector(1, Long.decode(address).intValue(), Long.decode(length).intValue());
        for (String call : List.of("fd_write", "fd_read")) {
            assertThat(guest.call(call, fd, VECTORS, 2, RESULT)).as(call).isEqualTo(expected);
        }
        for (String call : List.of("fd_pwrite", "fd_pread")) {
            assertThat(guest.call(call, fd, VECTORS, 2, 0L, RESULT)).as(call).isEqualTo(expected);
        }
        assertThat(directory.resolve("f")).hasSize(expected == Errno.SUCCESS ? 5 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1025, 0x2000_0000, 0x7fff_ffff, -1})
    void tooManyVectorsAreRefused(int count) {
        assertThat(guest.open(ROOT, "f", 1)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        assertThat(guest.call("fd_read", fd, VECTORS, count, RESULT)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("fd_write", fd, VECTORS, count, RESULT)).isEqualTo(Errno.INVAL);
    }

    @Test
    void vectorsThatOverlapMoveNoMoreThanTheirCount() {
        assertThat(guest.open(ROOT, "f", 1)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        for (int i = 0; i < 1024; i++) {
            guest.vector(i, 65536, 1 << 12);
        }
        assertThat(guest.call("fd_write", fd, VECTORS, 1024, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(4 << 20);
        assertThat(directory.resolve("f")).hasSize(4 << 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 4096, 4097, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void descriptorsThatAreNotOpenAreBad(int fd) {
        for (String signature : SIGNATURES) {
            String[] parts = signature.split(" ", 2);
            boolean takesFd = parts[0].matches("fd_.*|path_.*|sock_.*");
            if (!takesFd || parts[0].equals("path_symlink")) {
                continue;
            }
            Number[] args = new Number[parts[1].length()];
            for (int i = 0; i < args.length; i++) {
                args[i] = parts[1].charAt(i) == 'I' ? (Number) 0L : (Number) 0;
            }
            args[0] = fd;
            assertThat(guest.call(parts[0], args)).as(parts[0]).isEqualTo(Errno.BADF);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097, 65536, 1 << 20})
    void pathsLongerThanLinuxTakesAreRefused(int length) {
        guest.memory()
                .put(
                        PATH,
                        "a".repeat(length).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        0,
                        length);
        assertThat(guest.call("path_create_directory", ROOT, PATH, length))
                .isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.call("path_filestat_get", ROOT, 1, PATH, length, RESULT))
                .isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.call("path_rename", ROOT, PATH, length, ROOT, PATH, length))
                .isEqualTo(Errno.NAMETOOLONG);
    }

    @Test
    void pathsWithNulOrWithoutAnythingAreRefused() {
        assertThat(guest.onPath("path_create_directory", ROOT, "a\0b")).isEqualTo(Errno.INVAL);
        assertThat(guest.onPath("path_create_directory", ROOT, "")).isEqualTo(Errno.NOENT);
        assertThat(guest.open(ROOT, "", 1)).isEqualTo(Errno.NOENT);
        assertThat(guest.open(ROOT, "f\0/../..", 1)).isEqualTo(Errno.PERM);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void randomArgumentsNeverEscapeThePossibleAnswers() {
        Random random = new Random(4711);
        guest.put(PATH, "d/../x");
        guest.put(SECOND_PATH, "y");
        for (int round = 0; round < 20_000; round++) {
            String[] parts = SIGNATURES.get(random.nextInt(SIGNATURES.size())).split(" ", 2);
            Number[] args = new Number[parts[1].length()];
            for (int i = 0; i < args.length; i++) {
                args[i] =
                        parts[1].charAt(i) == 'I'
                                ? (Number) wild(random)
                                : (Number) (int) wild(random);
            }
            if (parts[0].equals("poll_oneoff")) {
                // A clock that never comes would be an honest wait: have one that has passed, too.
                guest.memory().put((int) (args[0].longValue() & 0xffff), new byte[64], 0, 64);
            }
            if (isHonestWait(parts[0], args)) {
                continue;
            }
            assertThat(guest.call(parts[0], args)).isNotNull();
        }
    }

    private static boolean isHonestWait(String name, Number[] args) {
        return name.equals("poll_oneoff") && args[2].intValue() > 0 && args[2].intValue() < 1000;
    }

    private static long wild(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> ROOT;
            case 2 -> random.nextInt(16);
            case 3 -> PATH;
            case 4 -> VECTORS;
            case 5 -> -random.nextInt(16);
            case 6 -> (4 << 20) - random.nextInt(32);
            default -> random.nextLong();
        };
    }
}
