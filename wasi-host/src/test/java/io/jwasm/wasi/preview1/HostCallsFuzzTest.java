package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.READ_WRITE;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.preview1.call.IoVectors;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Any bytes that a guest leaves for the host to read: paths, vectors, subscriptions, and the names
/// that a directory gives back. Nothing is thrown, and nothing outside is touched.
@Tag("fuzz")
class HostCallsFuzzTest {

    private static final int MEMORY_BYTES = 4 << 20;
    private static final int MAX_CALLS = 40;
    private static final int EVENTS = 2 << 20;
    private static final int DIRENT_BYTES = 24;

    @TempDir Path temporary;

    /// Calls on paths, in a tree with links that lead out.
    @FuzzTest(maxDuration = "60s")
    void nothingOutsideIsTouched(FuzzedDataProvider data) throws IOException {
        Path base = Files.createTempDirectory(temporary, "run");
        try (Outside outside = new Outside(base);
                TestGuest guest = TestGuest.with(outside.root())) {
            for (int i = 0; i < MAX_CALLS && data.remainingBytes() > 0; i++) {
                int first = guest.put(PATH, path(data));
                int second = guest.put(SECOND_PATH, path(data));
                call(guest, data, first, second);
            }
            outside.check();
        }
    }

    private static byte[] path(FuzzedDataProvider data) {
        String[] words = {"..", ".", "/", "out", "up", "d", "loop", "abs", "secret", "outside"};
        if (data.consumeBoolean()) {
            return data.consumeBytes(16);
        }
        StringBuilder path = new StringBuilder();
        int count = data.consumeInt(0, 6);
        for (int i = 0; i < count; i++) {
            path.append(data.pickValue(words)).append(data.consumeBoolean() ? "/" : "");
        }
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void call(TestGuest guest, FuzzedDataProvider data, int first, int second) {
        int fd = ROOT + data.consumeInt(0, 3);
        int lookup = data.consumeInt(0, 1);
        switch (data.consumeInt(0, 9)) {
            case 0 -> open(guest, data, fd, lookup, first);
            case 1 -> guest.call("path_create_directory", fd, PATH, first);
            case 2 -> guest.call("path_remove_directory", fd, PATH, first);
            case 3 -> guest.call("path_unlink_file", fd, PATH, first);
            case 4 -> guest.call("path_symlink", PATH, first, fd, SECOND_PATH, second);
            case 5 -> guest.call("path_rename", fd, PATH, first, ROOT, SECOND_PATH, second);
            case 6 -> guest.call("path_link", fd, lookup, PATH, first, ROOT, SECOND_PATH, second);
            case 7 -> guest.call("path_filestat_get", fd, lookup, PATH, first, BYTES);
            case 8 -> guest.call("path_filestat_set_times", fd, lookup, PATH, first, 1L, 1L, 5);
            default -> guest.call("path_readlink", fd, PATH, first, BYTES, 100, RESULT);
        }
    }

    private static void open(
            TestGuest guest, FuzzedDataProvider data, int fd, int lookup, int length) {
        int oflags = data.consumeInt(0, 15);
        long rights = (oflags & 2) == 0 && data.consumeBoolean() ? READ_WRITE : READ;
        Errno errno =
                guest.call("path_open", fd, lookup, PATH, length, oflags, rights, READ, 4, RESULT);
        if (errno == Errno.SUCCESS) {
            int opened = guest.result();
            guest.call("fd_renumber", opened, Math.min(opened, ROOT + 3));
            if (guest.read(Math.min(opened, ROOT + 3), 100) == Errno.SUCCESS) {
                assertThat(guest.readText()).doesNotContain(Outside.SECRET);
            }
        }
    }

    /// Vectors of any address and length, read and written.
    @FuzzTest(maxDuration = "60s")
    void vectorsMoveWhatTheySayOrNothing(FuzzedDataProvider data) throws IOException {
        try (TestGuest guest = TestGuest.with(temporary)) {
            assertThat(guest.open(ROOT, "vectors", 1 | 8)).isEqualTo(Errno.SUCCESS);
            int fd = guest.result();
            int count = data.consumeInt(-1, 1030);
            long total = 0;
            boolean isInside = count >= 0 && count <= IoVectors.MAX_COUNT;
            for (int i = 0; i < Math.min(Math.max(count, 0), 1030); i++) {
                int address = data.consumeBoolean() ? data.consumeInt() : BYTES;
                int length = data.consumeBoolean() ? data.consumeInt() : data.consumeInt(0, 5000);
                guest.vector(i, address, length);
                long end = Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length);
                isInside &= end <= MEMORY_BYTES;
                total += Integer.toUnsignedLong(length);
            }
            Errno errno = guest.call("fd_write", fd, VECTORS, count, RESULT);
            assertThat(errno == Errno.SUCCESS).isEqualTo(isInside);
            long written = isInside ? total : 0;
            assertThat(Files.size(temporary.resolve("vectors"))).isEqualTo(written);
            if (isInside) {
                assertThat(Integer.toUnsignedLong(guest.result())).isEqualTo(total);
                Errno read = guest.call("fd_pread", fd, VECTORS, count, 0L, RESULT);
                assertThat(read).isEqualTo(Errno.SUCCESS);
            } else {
                assertThat(errno).isIn(Errno.FAULT, Errno.INVAL);
            }
        }
    }

    /// Subscriptions of any bytes, beside a clock that is over at once.
    @FuzzTest(maxDuration = "60s")
    void subscriptionsAreAnsweredOrRefused(FuzzedDataProvider data) throws IOException {
        boolean isUnstable = data.consumeBoolean();
        Abi abi = isUnstable ? Abi.UNSTABLE : Abi.PREVIEW1;
        try (TestGuest guest = TestGuest.with(temporary)) {
            guest.importFrom(abi.moduleName);
            byte[] bytes = data.consumeRemainingAsBytes();
            int count = 1 + bytes.length / abi.subscriptionBytes;
            guest.put(BYTES, new byte[abi.subscriptionBytes]);
            guest.put(BYTES + abi.subscriptionBytes, bytes);

            Errno errno = guest.call("poll_oneoff", BYTES, EVENTS, count, RESULT);

            assertThat(errno).isIn(Errno.SUCCESS, Errno.INVAL);
            if (errno == Errno.SUCCESS) {
                assertThat(guest.result()).isBetween(1, count);
                Set<Long> asked = new HashSet<>();
                for (int i = 0; i < count; i++) {
                    asked.add(guest.memory().getLong(BYTES + i * abi.subscriptionBytes));
                }
                for (int i = 0; i < guest.result(); i++) {
                    assertThat(guest.memory().getLong(EVENTS + 32 * i)).isIn(asked);
                    assertThat(guest.memory().getByte(EVENTS + 32 * i + 10))
                            .isBetween((byte) 0, (byte) 2);
                }
            }
        }
    }

    /// Names of any bytes, listed through buffers of any size, whatever is removed meanwhile.
    @FuzzTest(maxDuration = "60s")
    void namesAreListedOnceEach(FuzzedDataProvider data) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "names");
        try (TestGuest guest = TestGuest.with(directory)) {
            Set<String> made = new HashSet<>(Set.of("2e", "2e2e"));
            int count = data.consumeInt(0, 60);
            for (int i = 0; i < count; i++) {
                byte[] name = data.consumeBytes(40);
                guest.put(PATH, name);
                Errno errno =
                        guest.call("path_open", ROOT, 0, PATH, name.length, 5, READ, 0L, 0, RESULT);
                if (errno == Errno.SUCCESS) {
                    guest.call("fd_close", guest.result());
                    // A name in a directory of the tree counts where it is: none was made here.
                    made.add(HexFormat.of().formatHex(name).replaceFirst("^(2e2f|2f)+", ""));
                }
            }
            assertThat(list(guest, data)).isEqualTo(made);
        }
    }

    private static Set<String> list(TestGuest guest, FuzzedDataProvider data) {
        Set<String> listed = new HashSet<>();
        long cookie = 0;
        while (true) {
            int size = DIRENT_BYTES + data.consumeInt(40, 400);
            assertThat(guest.call("fd_readdir", ROOT, BYTES, size, cookie, RESULT))
                    .isEqualTo(Errno.SUCCESS);
            int used = guest.result();
            assertThat(used).isLessThanOrEqualTo(size);
            int at = 0;
            while (at + DIRENT_BYTES <= used) {
                int length = guest.memory().getInt(BYTES + at + 16);
                if (at + DIRENT_BYTES + length > used) {
                    break;
                }
                byte[] name = new byte[length];
                guest.memory().get(BYTES + at + DIRENT_BYTES, name, 0, length);
                assertThat(listed.add(HexFormat.of().formatHex(name))).isTrue();
                cookie = guest.memory().getLong(BYTES + at);
                at += DIRENT_BYTES + length;
            }
            if (used < size) {
                return listed;
            }
        }
    }

    /// A tree with links that lead out, and what lies outside.
    private static final class Outside implements AutoCloseable {
        static final String SECRET = "not for guests";

        private final Path base;
        private final Path secret;

        Outside(Path base) throws IOException {
            this.base = base;
            Path outside = Files.createDirectories(base.resolve("outside"));
            secret = Files.writeString(outside.resolve("secret"), SECRET);
            Path root = Files.createDirectories(base.resolve("root/d"));
            link(root.resolveSibling("out"), "../outside");
            link(root.resolveSibling("abs"), outside.toString());
            link(root.resolveSibling("loop"), "loop");
            link(root.resolve("up"), "../..");
        }

        private static void link(Path link, String target) throws IOException {
            Files.createSymbolicLink(link, Path.of(target));
        }

        Path root() {
            return base.resolve("root");
        }

        void check() throws IOException {
            assertThat(secret).hasContent(SECRET);
            assertThat(Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
            assertThat(Files.getLastModifiedTime(secret).toMillis()).isGreaterThan(1);
            assertThat(names(secret.resolveSibling(""))).containsExactly("secret");
            assertThat(names(base)).containsExactlyInAnyOrder("outside", "root");
        }

        private static Set<String> names(Path directory) throws IOException {
            try (var files = Files.list(directory)) {
                return new HashSet<>(
                        files.map(path -> String.valueOf(path.getFileName())).toList());
            }
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.walk(base)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
