package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.READ_WRITE;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile paths: whatever a guest does, what lies beside its directory stays as it is and unseen.
class EscapesTest {

    private static final List<String> LINKS =
            List.of("final", "chained", "absolute", "magic", "dir/up", "sub");

    @TempDir Path temporary;

    private Path root;
    private Path outside;
    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(temporary.resolve("root"));
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectories(root.resolve("dir"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("usr/lib/data"), "data");
        link("final", "../outside/secret");
        link("sub", "../outside");
        link("chained", "first");
        link("first", "dir/up/outside/secret");
        link("dir/up", "../..");
        link("absolute", outside.resolve("secret").toString());
        link("magic", "/proc/self/root" + outside.resolve("secret"));
        link("loop", "loop");
        link("lib", "usr/lib");
        link("abslib", "/usr/lib");
        link("dir/abslib", "/usr/lib");
        link("dir/lib", "../usr/lib");
        guest = TestGuest.with(root);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @AfterEach
    void end() throws IOException {
        guest.close();
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(outside.resolve("secret"));
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(Files.getAttribute(outside.resolve("secret"), "unix:nlink")).isEqualTo(1);
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    static Stream<String> waysOut() {
        return Stream.of(
                "..",
                "../",
                "../outside/secret",
                "dir/../../outside/secret",
                "./../outside/secret",
                "dir/./..//../outside/secret",
                "/",
                "//",
                "/etc/passwd",
                "/proc/self/root/etc/passwd",
                "final",
                "final/",
                "chained",
                "absolute",
                "magic",
                "sub",
                "sub/",
                "sub/secret",
                "sub/new",
                "sub/../outside/secret",
                "dir/up",
                "dir/up/outside/secret",
                "dir/up/new",
                "loop");
    }

    @ParameterizedTest
    @MethodSource("waysOut")
    void openingStaysInside(String path) {
        for (int oflags : new int[] {0, 1, 2, 5, 8, 9}) {
            for (int lookup : new int[] {0, 1}) {
                int length = guest.put(PATH, path);
                long rights = (oflags & 2) != 0 ? READ : READ_WRITE;
                Errno errno =
                        guest.call(
                                "path_open",
                                ROOT,
                                lookup,
                                PATH,
                                length,
                                oflags,
                                rights,
                                0L,
                                0,
                                RESULT);
                if (errno == Errno.SUCCESS) {
                    // Then it was made or found inside, as it would be in a container.
                    assertThat(guest.read(guest.result(), 100)).isIn(Errno.SUCCESS, Errno.ISDIR);
                    assertThat(guest.readText()).isNotEqualTo("secret");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("waysOut")
    void namesOutsideAreNeitherMadeNorRemoved(String path) {
        int target = guest.put(SECOND_PATH, "target");
        for (String call :
                List.of("path_create_directory", "path_unlink_file", "path_remove_directory")) {
            Errno _ = guest.onPath(call, ROOT, path);
        }
        int length = guest.put(PATH, path);
        Errno _ = guest.call("path_symlink", SECOND_PATH, target, ROOT, PATH, length);
        Errno _ = guest.call("path_link", ROOT, 0, PATH, length, ROOT, SECOND_PATH, target);
        Errno _ = guest.call("path_link", ROOT, 1, PATH, length, ROOT, SECOND_PATH, target);
        Errno _ = guest.call("path_rename", ROOT, PATH, length, ROOT, SECOND_PATH, target);
        Errno _ = guest.call("path_rename", ROOT, SECOND_PATH, target, ROOT, PATH, length);
        // The contents and the link count outside are checked after each test.
        assertThat(outside.resolve("secret")).exists();
    }

    @ParameterizedTest
    @MethodSource("waysOut")
    void statusOutsideIsNotSeen(String path) throws IOException {
        Object inode = Files.getAttribute(outside.resolve("secret"), "unix:ino");
        Object directory = Files.getAttribute(outside, "unix:ino");
        Object parent = Files.getAttribute(temporary, "unix:ino");
        for (int lookup : new int[] {0, 1}) {
            int length = guest.put(PATH, path);
            Errno errno = guest.call("path_filestat_get", ROOT, lookup, PATH, length, BYTES);
            if (errno == Errno.SUCCESS) {
                assertThat(guest.memory().getLong(BYTES + 8)).isNotIn(inode, directory, parent);
            }
            Errno _ = guest.call("path_filestat_set_times", ROOT, lookup, PATH, length, 1L, 1L, 5);
        }
        assertThat(Files.getLastModifiedTime(outside.resolve("secret")).toMillis())
                .isGreaterThan(1);
        assertThat(Files.getLastModifiedTime(outside).toMillis()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/data", "abslib/data", "dir/abslib/data", "dir/lib/data"})
    void linksOfAnImageResolveAsInAContainer(String path) {
        assertThat(guest.open(ROOT, path, 0, READ)).isEqualTo(Errno.SUCCESS);
        guest.read(guest.result(), 10);
        assertThat(guest.readText()).isEqualTo("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abslib/data", "lib/data"})
    void linksOfAnImageResolveFromASubdirectoryToo(String path) {
        int directory = guest.openDirectory(ROOT, "dir");
        assertThat(guest.open(directory, path, 0, READ)).isEqualTo(Errno.SUCCESS);
        guest.read(guest.result(), 10);
        assertThat(guest.readText()).isEqualTo("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../usr/lib/data", "up", "up/outside/secret"})
    void subdirectoryIsABoundaryForWords(String path) {
        int directory = guest.openDirectory(ROOT, "dir");
        assertThat(guest.open(directory, path, 0, READ))
                .isIn(Errno.PERM, Errno.NOENT, Errno.SUCCESS);
        int length = guest.put(PATH, path);
        if (path.startsWith("..")) {
            assertThat(guest.call("path_filestat_get", directory, 1, PATH, length, BYTES))
                    .isEqualTo(Errno.PERM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "dir/..", "./.", "dir/../"})
    void preopenItselfCannotBeRemovedOrMoved(String path) {
        assertThat(guest.onPath("path_remove_directory", ROOT, path)).isNotEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_unlink_file", ROOT, path)).isNotEqualTo(Errno.SUCCESS);
        int length = guest.put(PATH, path);
        int target = guest.put(SECOND_PATH, "moved");
        assertThat(guest.call("path_rename", ROOT, PATH, length, ROOT, SECOND_PATH, target))
                .isNotEqualTo(Errno.SUCCESS);
        assertThat(root).isDirectory();
    }

    @Test
    void preopenShowsItselfAsItsParent() throws IOException {
        long parent = (long) Files.getAttribute(temporary, "unix:ino");
        int opened = guest.openDirectory(ROOT, ".");
        for (int fd : new int[] {ROOT, opened}) {
            assertThat(guest.call("fd_readdir", fd, BYTES, 4096, 0L, RESULT))
                    .isEqualTo(Errno.SUCCESS);
            for (int at = BYTES; at < BYTES + guest.result(); ) {
                assertThat(guest.memory().getLong(at + 8)).isNotEqualTo(parent);
                at += 24 + guest.memory().getInt(at + 16);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"final", "loop", "magic", "dir/up"})
    void linksThatLeadNowhereAreListedReadAndRemoved(String link) {
        int length = guest.put(PATH, link);
        assertThat(guest.call("path_readlink", ROOT, PATH, length, BYTES, 4096, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("path_filestat_get", ROOT, 0, PATH, length, BYTES))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getByte(BYTES + 16)).isEqualTo((byte) 7);
        assertThat(guest.call("path_unlink_file", ROOT, PATH, length)).isEqualTo(Errno.SUCCESS);
        assertThat(LINKS).isNotEmpty();
    }

    @Test
    void readOnlyGrantCannotBeChangedNorLinkedOutOf() throws IOException {
        Path writable = Files.createDirectories(temporary.resolve("writable"));
        try (HostFd first = Descriptors.open(root.toString(), OpenFlags.O_DIRECTORY, 0);
                HostFd second = Descriptors.open(writable.toString(), OpenFlags.O_DIRECTORY, 0);
                TestGuest limited =
                        TestGuest.with(
                                List.of(
                                        new Grant.Directory("/", first, true),
                                        new Grant.Directory("/w", second, false)))) {
            assertThat(limited.open(ROOT, "usr/lib/data", 0, READ)).isEqualTo(Errno.SUCCESS);
            assertThat(limited.open(ROOT, "usr/lib/data", 1, READ)).isEqualTo(Errno.SUCCESS);
            assertThat(limited.open(ROOT, "usr/lib/data", 0)).isEqualTo(Errno.ROFS);
            assertThat(limited.open(ROOT, "usr/lib/data", 8, READ)).isEqualTo(Errno.ROFS);
            assertThat(limited.open(ROOT, "made", 1, READ)).isEqualTo(Errno.ROFS);
            assertThat(limited.onPath("path_create_directory", ROOT, "d")).isEqualTo(Errno.ROFS);
            assertThat(limited.onPath("path_unlink_file", ROOT, "lib")).isEqualTo(Errno.ROFS);
            int length = limited.put(PATH, "usr/lib/data");
            int target = limited.put(SECOND_PATH, "data");
            assertThat(
                            limited.call(
                                    "path_link",
                                    ROOT,
                                    0,
                                    PATH,
                                    length,
                                    ROOT + 1,
                                    SECOND_PATH,
                                    target))
                    .isEqualTo(Errno.XDEV);
            assertThat(
                            limited.call(
                                    "path_rename",
                                    ROOT,
                                    PATH,
                                    length,
                                    ROOT + 1,
                                    SECOND_PATH,
                                    target))
                    .isEqualTo(Errno.ROFS);
            int times = limited.put(PATH, "usr");
            assertThat(limited.call("path_filestat_set_times", ROOT, 0, PATH, times, 1L, 1L, 5))
                    .isEqualTo(Errno.ROFS);
        }
        assertThat(root.resolve("usr/lib/data")).hasContent("data");
    }

    @Test
    void renameRaceOfADirectoryWithALinkNeverLandsOutside() throws Exception {
        Files.createDirectories(root.resolve("race/inner"));
        Files.writeString(root.resolve("race/inner/secret"), "inside");
        Files.createSymbolicLink(root.resolve("race/evil"), outside);
        int landedOutside = 0;
        int landedInside = 0;
        Swapper swapper = new Swapper(root.resolve("race/inner"), root.resolve("race/evil"));
        Thread thread = new Thread(swapper, "swapper");
        thread.start();
        try {
            for (int i = 0; i < 20_000; i++) {
                if (guest.open(ROOT, "race/inner/secret", 0, READ) != Errno.SUCCESS) {
                    continue;
                }
                int fd = guest.result();
                guest.read(fd, 10);
                if (guest.readText().equals("inside")) {
                    landedInside++;
                } else {
                    landedOutside++;
                }
                guest.call("fd_close", fd);
            }
        } finally {
            swapper.isOver = true;
            thread.join();
        }
        assertThat(landedOutside).isZero();
        assertThat(landedInside).isPositive();
        assertThat(swapper.swaps.get()).isPositive();
    }

    /// Somebody who swaps a directory with a link, over and over.
    private static final class Swapper implements Runnable {
        private final Path directory;
        private final Path link;
        private volatile boolean isOver;
        private final AtomicLong swaps = new AtomicLong();

        Swapper(Path directory, Path link) {
            this.directory = directory;
            this.link = link;
        }

        @Override
        public void run() {
            Path aside = directory.resolveSibling("aside");
            try {
                while (!isOver) {
                    Files.move(directory, aside);
                    Files.move(link, directory);
                    Files.move(directory, link);
                    Files.move(aside, directory);
                    swaps.incrementAndGet();
                }
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }
    }

    @Test
    void linksOfTheTreeStayLinks() {
        for (String link : LINKS) {
            assertThat(Files.isSymbolicLink(root.resolve(link))).isTrue();
            assertThat(Files.exists(root.resolve(link), LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
    }
}
