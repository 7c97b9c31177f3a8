package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.HostBudget;
import io.jwasm.wasi.testing.CountedBudget;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each cap of [GuestLimits], and what the host charges to a guest's memory.
class CapsTest {

    private static final int CLOCK_SUBSCRIPTION_BYTES = 48;
    private static final int PREOPENS = 4;

    @TempDir Path directory;

    private final CountedBudget budget = new CountedBudget(Long.MAX_VALUE);
    private HostFd root;
    private HostFd devNull;

    @BeforeEach
    void open() throws IOException {
        root = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
        devNull = Descriptors.open("/dev/null", OpenFlags.O_RDWR, 0);
    }

    @AfterEach
    void close() {
        root.close();
        devNull.close();
    }

    private TestGuest guest(GuestLimits limits) throws IOException {
        return new TestGuest(
                new TestGuest.Setup(
                        List.of(),
                        List.of(),
                        List.of(new Grant.Directory("/", root, false)),
                        new GuestStdio(devNull, devNull, devNull)),
                limits,
                budget);
    }

    private TestGuest guest() throws IOException {
        return guest(GuestLimits.ofMemory(1 << 20));
    }

    private static Errno openFile(TestGuest guest) {
        return guest.open(ROOT, "file", 0, READ);
    }

    private static int openUntilRefused(TestGuest guest) {
        int opened = 0;
        while (openFile(guest) == Errno.SUCCESS) {
            opened++;
        }
        return opened;
    }

    @Test
    void defaultsAreWhatTheDocumentationSays() {
        GuestLimits limits = GuestLimits.ofMemory(5);

        assertThat(limits).isEqualTo(new GuestLimits(5, 4096, 4095, 0x7fff_f000L));
    }

    @Test
    void descriptorsEndAtTheLimit() throws IOException {
        Files.createFile(directory.resolve("file"));
        try (TestGuest guest = guest(GuestLimits.ofMemory(1).withDescriptors(10))) {
            assertThat(openUntilRefused(guest)).isEqualTo(10 - PREOPENS);
            assertThat(openFile(guest)).isEqualTo(Errno.MFILE);

            assertThat(guest.call("fd_close", PREOPENS)).isEqualTo(Errno.SUCCESS);
            assertThat(openFile(guest)).isEqualTo(Errno.SUCCESS);
        }
    }

    @Test
    void descriptorsEndWithTheMemory() throws IOException {
        Files.createFile(directory.resolve("file"));
        try (TestGuest guest = guest()) {
            budget.exhaust();

            assertThat(openUntilRefused(guest)).isBetween(1, 100);
            assertThat(openFile(guest)).isEqualTo(Errno.MFILE);
        }
    }

    @Test
    void aLongerPathThanAllowedIsRefused() throws IOException {
        GuestLimits limits = new GuestLimits(1, GuestLimits.DEFAULT_DESCRIPTORS, 10, 1);
        try (TestGuest guest = guest(limits)) {
            assertThat(guest.onPath("path_create_directory", ROOT, "0123456789"))
                    .isEqualTo(Errno.SUCCESS);
            assertThat(guest.onPath("path_create_directory", ROOT, "0123456789a"))
                    .isEqualTo(Errno.NAMETOOLONG);
        }
    }

    @Test
    void theLongestPathOfLinuxIsTaken() throws IOException {
        try (TestGuest guest = guest()) {
            String path = "./".repeat(GuestLimits.MAX_PATH_BYTES / 2) + "x";

            assertThat(guest.onPath("path_create_directory", ROOT, path)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.onPath("path_create_directory", ROOT, path + "x"))
                    .isEqualTo(Errno.NAMETOOLONG);
        }
    }

    @Test
    void oneCallMovesNoMoreThanAllowed() throws IOException {
        Files.writeString(directory.resolve("file"), "0123456789");
        GuestLimits limits = new GuestLimits(1, GuestLimits.DEFAULT_DESCRIPTORS, 100, 4);
        try (TestGuest guest = guest(limits)) {
            assertThat(openFile(guest)).isEqualTo(Errno.SUCCESS);
            int fd = guest.result();
            guest.vector(0, BYTES, 3);
            guest.vector(1, BYTES + 3, 7);

            assertThat(guest.call("fd_read", fd, VECTORS, 2, RESULT)).isEqualTo(Errno.SUCCESS);

            assertThat(guest.readText()).isEqualTo("0123");
        }
    }

    @Test
    void readingADirectoryIsCharged() throws IOException {
        try (TestGuest guest = guest()) {
            int fd = guest.openDirectory(ROOT, ".");
            long before = budget.heldBytes();

            assertThat(guest.call("fd_readdir", fd, BYTES, 1000, 0L, RESULT))
                    .isEqualTo(Errno.SUCCESS);
            assertThat(budget.heldBytes()).isGreaterThan(before);

            assertThat(guest.call("fd_close", fd)).isEqualTo(Errno.SUCCESS);
            assertThat(budget.heldBytes()).isEqualTo(before);
        }
    }

    @Test
    void readingADirectoryNeedsMemory() throws IOException {
        try (TestGuest guest = guest()) {
            budget.exhaust();

            assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, 0L, RESULT))
                    .isEqualTo(Errno.NOMEM);
        }
    }

    @Test
    void manySubscriptionsNeedMemory() throws IOException {
        try (TestGuest guest = guest()) {
            budget.exhaust();

            assertThat(poll(guest, 1000)).isEqualTo(Errno.NOMEM);
        }
    }

    @Test
    void manySubscriptionsAreServedWithMemory() throws IOException {
        try (TestGuest guest = guest()) {
            assertThat(poll(guest, 1000)).isEqualTo(Errno.SUCCESS);
        }
    }

    /// Subscribes to the monotonic clock, which has always reached its absolute time 0.
    private static Errno poll(TestGuest guest, int count) {
        for (int i = 0; i < count; i++) {
            int at = BYTES + i * CLOCK_SUBSCRIPTION_BYTES;
            guest.memory().putInt(at + 16, 1);
            guest.memory().putShort(at + 40, (short) 1);
        }
        int out = BYTES + count * CLOCK_SUBSCRIPTION_BYTES;
        return guest.call("poll_oneoff", BYTES, out, count, RESULT);
    }

    @Test
    void whatAGuestHeldIsGivenBack() throws IOException {
        Files.createFile(directory.resolve("file"));
        try (TestGuest guest = guest(GuestLimits.ofMemory(1).withDescriptors(200))) {
            assertThat(budget.heldBytes()).isPositive();
            assertThat(poll(guest, 500)).isEqualTo(Errno.SUCCESS);
            assertThat(openUntilRefused(guest)).isPositive();
            assertThat(guest.call("fd_readdir", ROOT, BYTES, 1000, 0L, RESULT))
                    .isEqualTo(Errno.SUCCESS);
        }

        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aGuestWithoutMemoryForItsBuffersIsNotMade() {
        budget.exhaust();

        assertThatThrownBy(this::guest)
                .isInstanceOf(HostBudget.Refused.class)
                .hasMessage("no memory for the host's buffers");
    }

    @Test
    void pathsAreCheckedBeforeTheyAreCopied() throws IOException {
        try (TestGuest guest = guest()) {
            assertThat(guest.call("path_create_directory", ROOT, PATH, -1)).isEqualTo(Errno.FAULT);
        }
    }
}
