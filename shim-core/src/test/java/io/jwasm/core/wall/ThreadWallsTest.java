package io.jwasm.core.wall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Architecture;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.KernelFile;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.wasi.Grant;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a faulty host function could do on a guest's thread: each thing once without the wall,
/// where it works, and once behind it.
class ThreadWallsTest {

    private static final int SOCK_STREAM = 1;
    private static final int AF_INET = 2;
    private static final int AF_UNIX = 1;
    private static final int SOCKADDR_IN_BYTES = 16;

    private static final WallConfig ONLY_LANDLOCK = new WallConfig(false, false, true, false);
    private static final WallConfig ONLY_CAPABILITIES = new WallConfig(false, true, false, false);
    private static final WallConfig ONLY_SECCOMP = new WallConfig(false, false, false, true);

    @TempDir Path directory;
    private final KernelOffer offer = KernelOffer.detect();
    private ThreadWalls walls;
    private HostFd granted;

    @BeforeEach
    void open() throws Exception {
        walls = ThreadWalls.open(offer);
        Files.createDirectory(directory.resolve("granted"));
        Files.writeString(directory.resolve("granted/file"), "mine");
        Files.writeString(directory.resolve("secret"), "the host's");
        granted = Descriptors.open(directory.resolve("granted").toString(), OpenFlags.O_PATH, 0);
    }

    @AfterEach
    void close() {
        granted.close();
        walls.close();
    }

    @Test
    void fileOfTheHostIsReadWithoutLandlockAndNotBehindIt() throws Exception {
        assumeTrue(offer.landlockVersion() > 0, "no Landlock");
        Callable<List<Integer>> fault =
                () ->
                        List.of(
                                open("secret", OpenFlags.O_RDONLY),
                                open("granted/file", OpenFlags.O_RDWR),
                                open("granted/new", OpenFlags.O_CREAT | OpenFlags.O_WRONLY));

        assertThat(behind(WallConfig.NONE, fault)).containsExactly(0, 0, 0);
        assertThat(behind(ONLY_LANDLOCK, fault)).containsExactly(Errno.EACCES, 0, 0);
    }

    @Test
    void leadersRootIsNotReachedThroughProc() throws Exception {
        assumeTrue(offer.landlockVersion() > 0, "no Landlock");
        Callable<Integer> fault = () -> openPath("/proc/self/root/etc/passwd", OpenFlags.O_RDONLY);

        assertThat(behind(WallConfig.NONE, fault)).isZero();
        assertThat(behind(ONLY_LANDLOCK, fault)).isEqualTo(Errno.EACCES);
    }

    @Test
    void hostsNetworkIsReachedWithoutTheWallsAndNotBehindThem() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Callable<Integer> fault = () -> connect(server.getLocalPort());

            assertThat(behind(WallConfig.NONE, fault)).isZero();
            assertThat(behind(ONLY_SECCOMP, fault)).isEqualTo(-Errno.EPERM);
            if (offer.landlockVersion() >= 4) {
                assertThat(behind(ONLY_LANDLOCK, fault)).isEqualTo(-Errno.EACCES);
            }
        }
    }

    @Test
    void rootsFilesAreWrittenWithTheCapabilityAlone() throws Exception {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "needs root");
        Path file = directory.resolve("granted/file");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Callable<Integer> fault = () -> open("granted/file", OpenFlags.O_RDWR);

        assertThat(behind(WallConfig.NONE, fault)).isZero();
        assertThat(behind(ONLY_CAPABILITIES, fault)).isEqualTo(Errno.EACCES);
        assertThat(
                        behind(
                                plan(ONLY_CAPABILITIES, Privileges.of(List.of("CAP_DAC_OVERRIDE"))),
                                fault))
                .isZero();
    }

    @Test
    void forbiddenCallWorksWithoutSeccompAndNotBehindIt() throws Exception {
        assumeTrue(offer.hasSeccomp(), "no seccomp");
        Callable<List<Integer>> fault =
                () ->
                        List.of(
                                call(SyscallNumber.SOCKET, AF_UNIX, SOCK_STREAM, 0),
                                call(SyscallNumber.PIDFD_OPEN, CurrentProcess.pid(), 0, 0),
                                call(Architecture.either(319, 279), name().address(), 0, 0));

        assertThat(behind(WallConfig.NONE, fault)).allMatch(result -> result >= 0);
        assertThat(behind(ONLY_SECCOMP, fault))
                .containsExactly(-Errno.EPERM, -Errno.EPERM, -Errno.EPERM);
    }

    @Test
    void wholeBoxIsTheThreadsAlone() throws Exception {
        CompletableFuture<Integer> tid = new CompletableFuture<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                walls.raise(plan(WallConfig.ALL, 0));
                                tid.complete(CurrentThread.tid());
                                mayEnd.await();
                            } catch (ErrnoException | InterruptedException failure) {
                                tid.completeExceptionally(failure);
                            }
                        });
        String inside =
                KernelFile.read("/proc/self/task/" + tid.get(60, TimeUnit.SECONDS) + "/status");
        mayEnd.countDown();
        thread.join();

        assertThat(inside).contains("NoNewPrivs:\t1");
        if (offer.hasSeccomp()) {
            assertThat(inside).contains("Seccomp:\t2");
        }
        if (CurrentProcess.effectiveUserId() == 0) {
            assertThat(inside).contains("CapEff:\t0000000000000000");
        }
        assertThat(KernelFile.read("/proc/thread-self/status"))
                .contains("NoNewPrivs:\t0")
                .contains("Seccomp:\t0");
    }

    @Test
    void classThatIsNewBehindTheWallsIsLoaded() throws Exception {
        assertThat(behind(WallConfig.ALL, () -> Late.GREETING.get())).isEqualTo("loaded");
        assertThat(behind(WallConfig.ALL, () -> String.format("%,d", 1234567)))
                .contains("1")
                .contains("567");
    }

    @Test
    void switchedOffWallsChangeNothing() throws Exception {
        String status = behind(WallConfig.NONE, () -> KernelFile.read("/proc/thread-self/status"));

        assertThat(status).contains("NoNewPrivs:\t0").contains("Seccomp:\t0");
    }

    @Test
    void capabilitiesThatMeanNothingToAGuestAreNotKept() {
        assertThat(Privileges.of(List.of("CAP_SYS_ADMIN", "CAP_NET_RAW", "CAP_CHOWN")))
                .isEqualTo(1);
        assertThat(Privileges.of(List.of("CAP_NET_BIND_SERVICE"))).isEqualTo(1 << 10);
    }

    @Test
    void offerIsToldInWords() {
        assertThat(new KernelOffer(0, false)).hasToString("no Landlock, no seccomp");
        assertThat(new KernelOffer(7, true))
                .hasToString("Landlock 7 (files, TCP, abstract sockets), seccomp");
    }

    /// Loaded by nobody before.
    private enum Late {
        GREETING;

        String get() {
            return "loaded";
        }
    }

    private WallPlan plan(WallConfig config, long privileges) {
        List<Grant> files = List.of(new Grant.Directory("/", granted, false));
        return new WallPlan(config, files, false, privileges);
    }

    private <T> T behind(WallConfig config, Callable<T> work) throws Exception {
        return behind(plan(config, 0), work);
    }

    private <T> T behind(WallPlan plan, Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    walls.raise(plan);
                    return work.call();
                });
        Thread.ofPlatform().name("boxed").start(task);
        return task.get(60, TimeUnit.SECONDS);
    }

    private int open(String name, int flags) {
        return openPath(directory.resolve(name).toString(), flags);
    }

    private static int openPath(String path, int flags) {
        try {
            Descriptors.open(path, flags, 0600).close();
            return 0;
        } catch (ErrnoException failure) {
            return failure.errno();
        }
    }

    private static int connect(int port) {
        int socket = (int) Native.syscall(SyscallNumber.SOCKET, AF_INET, SOCK_STREAM, 0);
        if (socket < 0) {
            return socket;
        }
        try (HostFd _ = new HostFd(socket);
                NativeBuffer address = NativeBuffer.allocate(SOCKADDR_IN_BYTES)) {
            address.putShort(0, (short) AF_INET);
            address.putByte(2, (byte) (port >>> 8));
            address.putByte(3, (byte) port);
            address.putByte(4, (byte) 127);
            address.putByte(7, (byte) 1);
            return (int)
                    Native.syscall(
                            SyscallNumber.CONNECT, socket, address.address(), SOCKADDR_IN_BYTES);
        }
    }

    private static int call(int number, long a, long b, long c) {
        int result = (int) Native.syscall(number, a, b, c);
        if (result >= 0) {
            Native.syscall(SyscallNumber.CLOSE, result, 0, 0);
        }
        return result;
    }

    private static NativeBuffer name() {
        return NativeBuffer.ofCString("x".getBytes(UTF_8));
    }
}
