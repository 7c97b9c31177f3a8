package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ_WRITE;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestEnd;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {

    private static final int EVENTS = 49152;
    private static final int SUBSCRIPTIONS = 40960;
    private static final long MILLI = 1_000_000L;

    @TempDir Path directory;

    private Pipe stdin;
    private Pipe stdout;
    private HostFd root;
    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        stdin = Descriptors.pipe(0);
        stdout = Descriptors.pipe(0);
        root = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
        guest =
                new TestGuest(
                        new TestGuest.Setup(
                                List.of("app", "ä"),
                                List.of("A=b", "C="),
                                List.of(new Grant.Directory("/", root, false)),
                                new GuestStdio(
                                        stdin.readEnd(), stdout.writeEnd(), stdout.writeEnd())));
    }

    @AfterEach
    void end() {
        guest.close();
        root.close();
        stdin.close();
        stdout.close();
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (IoBuffer buffer = new IoBuffer(4096)) {
            assertThat(buffer.write(stdin.writeEnd(), bytes, 0, bytes.length))
                    .isEqualTo(bytes.length);
        }
    }

    private void makeFifo(String name) throws Exception {
        Process process = new ProcessBuilder("mkfifo", directory.resolve(name).toString()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void argumentsAndEnvironmentAreUtf8() {
        assertThat(guest.call("args_sizes_get", RESULT, RESULT + 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(2);
        assertThat(guest.memory().getInt(RESULT + 4)).isEqualTo(7);
        assertThat(guest.call("args_get", RESULT, BYTES)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, 7)).isEqualTo("app\0ä\0");
        assertThat(guest.memory().getInt(RESULT + 4)).isEqualTo(BYTES + 4);
        assertThat(guest.call("environ_get", RESULT, BYTES)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, 7)).isEqualTo("A=b\0C=\0");
    }

    @Test
    void readReturnsAfterTheFirstDataHoweverManyVectorsThereAre() throws IOException {
        send("four");
        guest.vector(0, BYTES, 4);
        guest.vector(1, BYTES + 4, 4);
        assertThat(guest.call("fd_read", 0, VECTORS, 2, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(4);
    }

    @Test
    void endOfInputIsReadAndPolled() {
        stdin.writeEnd().close();
        subscribeFd(0, 1, 0);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(guest.memory().getShort(EVENTS + 8)).isZero();
        assertThat(guest.memory().getShort(EVENTS + 24)).isEqualTo((short) 1);
        assertThat(guest.read(0, 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isZero();
    }

    @Test
    void writeToAFullPipeGoesOnWhenThereIsRoom() throws Exception {
        int size = 1 << 20;
        guest.vector(0, BYTES, size);
        CompletableFuture<Errno> written =
                CompletableFuture.supplyAsync(
                        () -> guest.call("fd_write", 1, VECTORS, 1, RESULT),
                        runnable -> new Thread(runnable, "guest").start());
        int drained = 0;
        byte[] bytes = new byte[65536];
        try (IoBuffer buffer = new IoBuffer(65536)) {
            while (drained < size) {
                drained += buffer.read(stdout.readEnd(), bytes, 0, bytes.length);
            }
        }
        assertThat(written.get(60, TimeUnit.SECONDS)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(size);
    }

    @Test
    void writeWithoutAReaderIsABrokenPipe() {
        stdout.readEnd().close();
        assertThat(guest.write(1, "x")).isEqualTo(Errno.PIPE);
    }

    @Test
    void streamsHaveNoPosition() {
        assertThat(guest.call("fd_seek", 0, 0L, 0, RESULT)).isEqualTo(Errno.SPIPE);
        assertThat(guest.call("fd_tell", 1, RESULT)).isEqualTo(Errno.SPIPE);
        guest.vector(0, BYTES, 1);
        assertThat(guest.call("fd_pread", 0, VECTORS, 1, 0L, RESULT)).isEqualTo(Errno.SPIPE);
        assertThat(guest.call("fd_pwrite", 1, VECTORS, 1, 0L, RESULT)).isEqualTo(Errno.SPIPE);
    }

    @Test
    void nonBlockingStreamsSayAgain() throws IOException {
        assertThat(guest.call("fd_fdstat_set_flags", 0, 4)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.read(0, 1)).isEqualTo(Errno.AGAIN);
        send("x");
        assertThat(guest.read(0, 1)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_fdstat_set_flags", 1, 4)).isEqualTo(Errno.SUCCESS);
        guest.vector(0, BYTES, 1 << 20);
        assertThat(guest.call("fd_write", 1, VECTORS, 1, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(65536);
        assertThat(guest.write(1, "x")).isEqualTo(Errno.AGAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write", "poll", "sleep", "fifoRead", "fifoOpen"})
    void stopEndsAnyWaitAtOnce(String wait) throws Exception {
        makeFifo("fifo");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            started.complete(null);
                            try {
                                block(wait);
                                ended.complete(new AssertionError("returned"));
                            } catch (GuestEnd.Stop stop) {
                                ended.complete(stop);
                            } catch (RuntimeException | Error failure) {
                                ended.complete(failure);
                            }
                        },
                        "guest");
        thread.setDaemon(true);
        thread.start();
        started.get(60, TimeUnit.SECONDS);
        guest.control().stop();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(GuestEnd.Stop.class);
    }

    private void block(String wait) {
        Errno _ =
                switch (wait) {
                    case "read" -> guest.read(0, 1);
                    case "write" -> {
                        guest.vector(0, BYTES, 1 << 20);
                        yield guest.call("fd_write", 1, VECTORS, 1, RESULT);
                    }
                    case "poll" -> {
                        subscribeFd(0, 1, 0);
                        yield guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT);
                    }
                    case "sleep" -> {
                        subscribeClock(0, 1, -1L, 0);
                        yield guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT);
                    }
                    case "fifoRead" -> {
                        guest.open(ROOT, "fifo", 0, TestGuest.READ);
                        yield guest.read(guest.result(), 1);
                    }
                    default -> guest.open(ROOT, "fifo", 0, 1L << 6);
                };
    }

    @Test
    void stopBeforeAWaitEndsItToo() {
        guest.control().stop();
        assertThatThrownBy(() -> guest.read(0, 1)).isInstanceOf(GuestEnd.Stop.class);
    }

    @Test
    void fifoOfTheTreeIsReadWhenSomebodyWrites() throws Exception {
        makeFifo("fifo");
        assertThat(guest.open(ROOT, "fifo", 0, TestGuest.READ)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        subscribeClock(0, 1, MILLI, 0);
        subscribeFd(1, 1, fd);
        assertThat(poll(2)).isEqualTo(1);
        assertThat(guest.memory().getByte(EVENTS + 10)).isZero();
        int length = guest.put(PATH, "fifo");
        assertThat(
                        guest.call(
                                "path_open",
                                ROOT,
                                0,
                                PATH,
                                length,
                                0,
                                READ_WRITE & ~2L,
                                0L,
                                0,
                                RESULT))
                .isEqualTo(Errno.SUCCESS);
        guest.write(guest.result(), "through");
        subscribeFd(0, 1, fd);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(guest.memory().getLong(EVENTS + 16)).isEqualTo(7);
        guest.read(fd, 100);
        assertThat(guest.readText()).isEqualTo("through");
    }

    @Test
    void nonBlockingWriterOfAFifoWithoutReaderIsRefused() throws Exception {
        makeFifo("fifo");
        int length = guest.put(PATH, "fifo");
        assertThat(guest.call("path_open", ROOT, 0, PATH, length, 0, 1L << 6, 0L, 4, RESULT))
                .isEqualTo(Errno.NXIO);
    }

    @Test
    void clocksGoOnAndCpuClocksCount() {
        for (int clock = 0; clock < 4; clock++) {
            assertThat(guest.call("clock_res_get", clock, RESULT)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getLong(RESULT)).isBetween(1L, MILLI);
            assertThat(guest.call("clock_time_get", clock, 1L, RESULT)).isEqualTo(Errno.SUCCESS);
            long first = guest.memory().getLong(RESULT);
            assertThat(guest.call("clock_time_get", clock, 1L, RESULT)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getLong(RESULT)).isGreaterThanOrEqualTo(first).isPositive();
        }
        assertThat(guest.call("clock_time_get", 4, 1L, RESULT)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("clock_res_get", -1, RESULT)).isEqualTo(Errno.INVAL);
    }

    @Test
    void pollWaitsForTheEarliestClock() {
        long start = System.nanoTime();
        subscribeClock(0, 1, 60_000 * MILLI, 0);
        subscribeClock(1, 1, start + 20 * MILLI, 1);
        subscribeClock(2, 0, ClockFunctions.realtimeNanos() + 60_000 * MILLI, 1);
        subscribeFd(3, 1, 0);
        assertThat(poll(4)).isEqualTo(1);
        assertThat(guest.memory().getLong(EVENTS)).isEqualTo(101);
        assertThat(System.nanoTime() - start).isBetween(20 * MILLI, 10_000 * MILLI);
    }

    @Test
    void pollReportsWhatIsWrongWithEachSubscription() {
        subscribeFd(0, 1, 99);
        subscribeFd(1, 2, 1);
        subscribeClock(2, 9, 1, 0);
        subscribeClock(3, 2, 1, 0);
        assertThat(poll(4)).isEqualTo(4);
        assertThat(guest.memory().getShort(EVENTS + 8)).isEqualTo((short) Errno.BADF.code());
        assertThat(guest.memory().getShort(EVENTS + 40)).isZero();
        assertThat(guest.memory().getByte(EVENTS + 42)).isEqualTo((byte) 2);
        assertThat(guest.memory().getShort(EVENTS + 72)).isEqualTo((short) Errno.INVAL.code());
        assertThat(guest.memory().getShort(EVENTS + 104)).isEqualTo((short) Errno.NOTSUP.code());
        assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 0, RESULT))
                .isEqualTo(Errno.INVAL);
        guest.memory().putByte(SUBSCRIPTIONS + 8, (byte) 7);
        assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT))
                .isEqualTo(Errno.INVAL);
    }

    @Test
    void filesAreAlwaysReady() {
        guest.open(ROOT, "f", 1);
        int fd = guest.result();
        guest.write(fd, "12345");
        guest.call("fd_seek", fd, 2L, 0, RESULT);
        subscribeFd(0, 1, fd);
        subscribeClock(1, 1, 60_000 * MILLI, 0);
        assertThat(poll(2)).isEqualTo(1);
        assertThat(guest.memory().getLong(EVENTS + 16)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 9, 13, 15, 30})
    void raisedSignalsEndTheGuestAsTheyEndAProcess(int signal) {
        int linux = signal <= 15 ? signal : signal + 1;
        assertThatThrownBy(() -> guest.call("proc_raise", signal))
                .isInstanceOfSatisfying(
                        GuestEnd.Exit.class, end -> assertThat(end.code()).isEqualTo(128 + linux));
    }

    @Test
    void otherSignalsDoNotEndTheGuest() {
        assertThat(guest.call("proc_raise", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("proc_raise", 16)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("proc_raise", 18)).isEqualTo(Errno.NOTSUP);
        assertThat(guest.call("proc_raise", 31)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("proc_raise", -1)).isEqualTo(Errno.INVAL);
    }

    @Test
    void exitCarriesTheWholeCode() {
        assertThatThrownBy(() -> guest.call("proc_exit", 300))
                .isInstanceOfSatisfying(
                        GuestEnd.Exit.class, end -> assertThat(end.code()).isEqualTo(300));
    }

    @Test
    void randomBytesDiffer() {
        assertThat(guest.call("random_get", BYTES, 1 << 20)).isEqualTo(Errno.SUCCESS);
        long first = guest.memory().getLong(BYTES + (1 << 20) - 8);
        assertThat(guest.call("random_get", BYTES, 1 << 20)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getLong(BYTES + (1 << 20) - 8)).isNotEqualTo(first);
    }

    private int poll(int count) {
        assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, count, RESULT))
                .isEqualTo(Errno.SUCCESS);
        return guest.result();
    }

    private void subscribeFd(int index, int type, int fd) {
        int at = SUBSCRIPTIONS + 48 * index;
        guest.memory().putLong(at, 100 + index);
        guest.memory().putByte(at + 8, (byte) type);
        guest.memory().putInt(at + 16, fd);
    }

    private void subscribeClock(int index, int clock, long timeout, int flags) {
        int at = SUBSCRIPTIONS + 48 * index;
        guest.memory().putLong(at, 100 + index);
        guest.memory().putByte(at + 8, (byte) 0);
        guest.memory().putInt(at + 16, clock);
        guest.memory().putLong(at + 24, timeout);
        guest.memory().putLong(at + 32, 0);
        guest.memory().putShort(at + 40, (short) flags);
    }
}
