package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.KernelFile;
import io.jwasm.linux.testing.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentThreadTest {

    private static final String STATUS = "/proc/thread-self/status";
    private static final long CAP_DAC_OVERRIDE = 1L << 1;

    @TempDir Path directory;

    /// A class that is loaded on a boxed thread cannot be read by it, and is lost for the whole
    /// JVM.
    @BeforeEach
    void loadWhatTheBoxedThreadsUse() throws Exception {
        KernelFile.read(STATUS);
        create("warm", 0666).close();
        assertThatThrownBy(() -> create("warm/x", 0666)).isInstanceOf(ErrnoException.class);
    }

    @Test
    void nameShowsInProc() throws Exception {
        String status =
                onOwnThread(() -> {
                    CurrentThread.setName("guest-of-redis-1234");
                    return KernelFile.read("/proc/thread-self/comm");
                });
        assertThat(status).isEqualTo("guest-of-redis-\n");
    }

    @Test
    void threadsHaveAnIdOfTheirOwn() throws Exception {
        int other = onOwnThread(CurrentThread::tid);
        assertThat(other).isNotEqualTo(CurrentThread.tid()).isNotEqualTo(CurrentProcess.pid());
    }

    @Test
    void newPrivilegesAreGivenUpByOneThreadAlone() throws Exception {
        String status =
                onOwnThread(() -> {
                    CurrentThread.setNoNewPrivileges();
                    return KernelFile.read(STATUS);
                });
        assertThat(status).contains("NoNewPrivs:\t1");
        assertThat(KernelFile.read(STATUS)).contains("NoNewPrivs:\t0");
    }

    @Test
    void filesAreMadeAsTheUserThatWasSet() throws Exception {
        Root.assumed("setfsuid");
        Files.setPosixFilePermissions(
                directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        int errno =
                onOwnThread(() -> {
                    CurrentThread.setGroups(4321);
                    CurrentThread.setFileSystemIds(1234, 4321);
                    create("theirs", 0600).close();
                    try {
                        Descriptors.open("/etc/shadow", OpenFlags.O_WRONLY, 0).close();
                        return 0;
                    } catch (ErrnoException failure) {
                        return failure.errno();
                    }
                });
        assertThat(errno).isEqualTo(Errno.EACCES);
        assertThat(Files.getAttribute(directory.resolve("theirs"), "unix:uid")).isEqualTo(1234);
        assertThat(Files.getAttribute(directory.resolve("theirs"), "unix:gid")).isEqualTo(4321);
        create("ours", 0600).close();
        assertThat(Files.getAttribute(directory.resolve("ours"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void capabilitiesAreReducedForOneThreadAlone() throws Exception {
        Root.assumed("capset");
        String status =
                onOwnThread(() -> {
                    CurrentThread.limitCapabilities(CAP_DAC_OVERRIDE);
                    CurrentThread.setCapabilities(CAP_DAC_OVERRIDE);
                    return KernelFile.read(STATUS);
                });
        assertThat(status)
                .contains("CapEff:\t0000000000000002")
                .contains("CapPrm:\t0000000000000002")
                .contains("CapBnd:\t0000000000000002")
                .contains("CapAmb:\t0000000000000000");
        assertThat(KernelFile.read(STATUS)).doesNotContain("CapEff:\t0000000000000002");
    }

    @Test
    void capabilityThatIsGoneDoesNotComeBack() throws Exception {
        Root.assumed("capset");
        int errno =
                onOwnThread(() -> {
                    CurrentThread.setCapabilities(0);
                    try {
                        CurrentThread.setCapabilities(CAP_DAC_OVERRIDE);
                        return 0;
                    } catch (ErrnoException failure) {
                        return failure.errno();
                    }
                });
        assertThat(errno).isEqualTo(Errno.EPERM);
    }

    @Test
    void virtualThreadMayNotBeBoxed() {
        FutureTask<String> task =
                new FutureTask<>(() -> {
                    CurrentThread.setCapabilities(0);
                    return "";
                });
        Thread.ofVirtual().start(task);
        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private HostFd create(String name, int mode) throws ErrnoException {
        return Descriptors.open(
                directory.resolve(name).toString(), OpenFlags.O_CREAT | OpenFlags.O_WRONLY, mode);
    }

    private static <T> T onOwnThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("boxed").start(task);
        return task.get(60, TimeUnit.SECONDS);
    }
}
