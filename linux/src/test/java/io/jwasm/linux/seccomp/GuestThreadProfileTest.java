package io.jwasm.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Architecture;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.process.ChildProcess;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.linux.process.SpawnRequest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuestThreadProfileTest {

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_PACKET = 17;
    private static final int SOCK_STREAM = 1;
    private static final int TIOCSTI = 0x5412;
    private static final int CLONE_NEWUSER = 0x10000000;

    @BeforeEach
    void needFilters() {
        assumeTrue(SeccompFilter.isAvailable(), "the kernel has no seccomp filters");
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                forbidden("execve", Architecture.either(59, 221)),
                forbidden("execveat", Architecture.either(322, 281)),
                forbidden("fork by clone", Architecture.either(56, 220), 17, 0, 0),
                forbidden("unshare", SyscallNumber.UNSHARE, CLONE_NEWUSER, 0, 0),
                forbidden("setns", SyscallNumber.SETNS),
                forbidden("mount", SyscallNumber.MOUNT),
                forbidden("umount2", SyscallNumber.UMOUNT2),
                forbidden("open_tree", SyscallNumber.OPEN_TREE),
                forbidden("move_mount", SyscallNumber.MOVE_MOUNT),
                forbidden("fsopen", SyscallNumber.FSOPEN),
                forbidden("mount_setattr", SyscallNumber.MOUNT_SETATTR),
                forbidden("pivot_root", SyscallNumber.PIVOT_ROOT),
                forbidden("chroot", Architecture.either(161, 51)),
                forbidden("kill", SyscallNumber.KILL, 0, 0, 0),
                forbidden("signal to another process", SyscallNumber.TGKILL, 1, 1, 0),
                forbidden("pidfd_open", SyscallNumber.PIDFD_OPEN, 1, 0, 0),
                forbidden("pidfd_getfd", SyscallNumber.PIDFD_GETFD),
                forbidden("ptrace", Architecture.either(101, 117)),
                forbidden("process_vm_readv", Architecture.either(310, 270)),
                forbidden("setresuid", SyscallNumber.SETRESUID, -1, -1, -1),
                forbidden("setfsuid", SyscallNumber.SETFSUID, 0, 0, 0),
                forbidden("capset", SyscallNumber.CAPSET),
                forbidden("sethostname", SyscallNumber.SETHOSTNAME),
                forbidden("bpf", Architecture.either(321, 280)),
                forbidden("io_uring_setup", 425),
                forbidden("keyctl", Architecture.either(250, 219)),
                forbidden("open_by_handle_at", Architecture.either(304, 265)),
                forbidden("memfd_create", SyscallNumber.MEMFD_CREATE),
                forbidden("mknodat", SyscallNumber.MKNODAT),
                forbidden("init_module", Architecture.either(175, 105)),
                forbidden("kexec_load", Architecture.either(246, 104)),
                forbidden("unix socket", SyscallNumber.SOCKET, AF_UNIX, SOCK_STREAM, 0),
                forbidden("packet socket", SyscallNumber.SOCKET, AF_PACKET, SOCK_STREAM, 0),
                forbidden("terminal input", SyscallNumber.IOCTL, 0, TIOCSTI, 0),
                forbidden("new limit", SyscallNumber.PRLIMIT64, 0, 7, 8));
    }

    private static Arguments forbidden(String name, int number) {
        return forbidden(name, number, 0, 0, 0);
    }

    private static Arguments forbidden(String name, int number, long a, long b, long c) {
        return Arguments.of(name, number, a, b, c);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidden")
    void forbiddenCallFailsWithEperm(String name, int number, long a, long b, long c)
            throws Exception {
        long result = boxed(true, () -> Native.syscall(number, a, b, c));

        assertThat(result).as(name).isEqualTo(-Errno.EPERM);
    }

    @Test
    void socketsOfTheInternetAreMadeWhereTheyAreGranted() throws Exception {
        Callable<List<Integer>> sockets = () -> List.of(socket(AF_INET), socket(AF_INET6));

        assertThat(boxed(true, sockets)).doesNotContain(-Errno.EPERM);
        assertThat(boxed(false, sockets)).containsExactly(-Errno.EPERM, -Errno.EPERM);
    }

    @Test
    void childIsNotSpawned() {
        SpawnRequest request =
                new SpawnRequest("/bin/true", List.of("true"), List.of(), Map.of(), false);

        assertThatThrownBy(() -> boxed(true, () -> ChildProcess.spawn(request)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ErrnoException.class);
    }

    /// What the JVM does on a thread behind its back: allocation and collections, locks, stack
    /// traces, null and stack checks by signals, classes and threads that are new.
    @Test
    void jvmWorksOnTheBoxedThread() throws Exception {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        int done =
                boxed(
                        true,
                        () -> {
                            int caught = 0;
                            for (int i = 0; i < 50; i++) {
                                caught += nullPointer(i % 2 == 0 ? null : "x");
                                caught += stackOverflow();
                                List<byte[]> blocks = new ArrayList<>();
                                for (int j = 0; j < 100; j++) {
                                    blocks.add(new byte[64 << 10]);
                                }
                                caught += blocks.size() / 100;
                            }
                            System.gc();
                            Thread inner = Thread.ofPlatform().start(() -> {});
                            inner.join();
                            synchronized (inner) {
                                inner.wait(1);
                            }
                            Thread.sleep(1);
                            assertThat(Thread.getAllStackTraces()).isNotEmpty();
                            return caught;
                        });

        assertThat(done).isEqualTo(25 + 50 + 50);
        assertThat(garbage.get()).as("what a collection leaves").isNull();
    }

    @SuppressWarnings("NullAway") // The fault is what is tested.
    private static int nullPointer(@Nullable String text) {
        try {
            return text.isEmpty() ? 1 : 0;
        } catch (NullPointerException _) {
            return 1;
        }
    }

    private static int stackOverflow() {
        try {
            return recurse(0);
        } catch (StackOverflowError _) {
            return 1;
        }
    }

    @SuppressWarnings("InfiniteRecursion") // Its end is what is tested.
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static int socket(int family) {
        int result = (int) Native.syscall(SyscallNumber.SOCKET, family, SOCK_STREAM, 0);
        if (result >= 0) {
            Native.syscall(SyscallNumber.CLOSE, result, 0, 0);
        }
        return result;
    }

    private static <T> T boxed(boolean maySocket, Callable<T> work) throws Exception {
        int pid = CurrentProcess.pid();
        assertThat(pid).isPositive();
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    CurrentThread.setNoNewPrivileges();
                    GuestThreadProfile.filter(maySocket).install();
                    return work.call();
                });
        Thread.ofPlatform().name("boxed").start(task);
        return task.get(30, TimeUnit.SECONDS);
    }
}
