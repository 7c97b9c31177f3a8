package io.jwasm.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On threads that are thrown away, because what they give up does not come back.
class SeccompFilterTest {

    private static final int BOGUS = 9999;

    @BeforeEach
    void needFilters() {
        assumeTrue(SeccompFilter.isAvailable(), "the kernel has no seccomp filters");
    }

    @Test
    void callThatIsNotAllowedFailsWithTheErrorNumber() throws Exception {
        SeccompFilter filter = everythingBut(SyscallNumber.GETPPID).build(Errno.EXDEV);

        assertThat(filtered(filter, () -> call(SyscallNumber.GETPPID, 0))).isEqualTo(-Errno.EXDEV);
        assertThat(call(SyscallNumber.GETPPID, 0)).isPositive();
    }

    @Test
    void callThatIsAllowedWorks() throws Exception {
        SeccompFilter filter = everythingBut(SyscallNumber.GETPPID).build(Errno.EPERM);

        assertThat(filtered(filter, () -> call(SyscallNumber.GETPID, 0)))
                .isEqualTo(CurrentProcess.pid());
    }

    @Test
    void refusedCallHasAnErrorNumberOfItsOwn() throws Exception {
        SeccompFilter filter =
                everythingBut(SyscallNumber.GETPPID)
                        .refuse(SyscallNumber.GETPPID, Errno.ENOSYS)
                        .build(Errno.EPERM);

        assertThat(filtered(filter, () -> call(SyscallNumber.GETPPID, 0))).isEqualTo(-Errno.ENOSYS);
    }

    @Test
    void numbersBeyondAllRangesAreRefused() throws Exception {
        SeccompFilter filter = everythingBut(SyscallNumber.GETPPID).build(Errno.EPERM);

        assertThat(filtered(filter, () -> call(BOGUS, 0))).isEqualTo(-Errno.EPERM);
    }

    @Test
    void argumentsDecide() throws Exception {
        int number = SyscallNumber.GETPGID;
        SeccompFilter filter =
                everythingBut(number)
                        .allowWhen(number, ArgumentTest.is(0, 0))
                        .allowWhen(number, ArgumentTest.masked(0, 0xf0, 0x10))
                        .build(Errno.EPERM);

        List<Long> results =
                filtered(
                        filter,
                        () ->
                                List.of(
                                        call(number, 0),
                                        call(number, 0x7fffff1f),
                                        call(number, 1),
                                        call(SyscallNumber.GETPID, 1)));

        assertThat(results.get(0)).isPositive();
        assertThat(results.get(1)).isEqualTo(-Errno.ESRCH);
        assertThat(results.get(2)).isEqualTo(-Errno.EPERM);
        assertThat(results.get(3)).isEqualTo(CurrentProcess.pid());
    }

    @Test
    void allConditionsOfARuleMustHold() throws Exception {
        int number = SyscallNumber.GETPGID;
        SeccompFilter filter =
                everythingBut(number)
                        .allowWhen(number, ArgumentTest.is(0, 0), ArgumentTest.hasNoUpperHalf(0))
                        .build(Errno.EPERM);

        List<Long> results =
                filtered(filter, () -> List.of(call(number, 0), call(number, 1L << 32)));

        assertThat(results.get(0)).isPositive();
        assertThat(results.get(1)).isEqualTo(-Errno.EPERM);
    }

    @Test
    void virtualThreadMayNotBeFiltered() {
        SeccompFilter filter = everythingBut(SyscallNumber.GETPPID).build(Errno.EPERM);
        FutureTask<Integer> task =
                new FutureTask<>(() -> {
                    filter.install();
                    return 0;
                });
        Thread.ofVirtual().start(task);

        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private static SeccompFilter.Builder everythingBut(int refused) {
        return SeccompFilter.builder()
                .allow(IntStream.range(0, 600).filter(n -> n != refused).boxed().toList());
    }

    private static long call(int number, long argument) {
        return Native.syscall(number, argument, 0, 0);
    }

    private static <T> T filtered(SeccompFilter filter, Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    CurrentThread.setNoNewPrivileges();
                    filter.install();
                    return work.call();
                });
        Thread.ofPlatform().name("filtered").start(task);
        return task.get(60, TimeUnit.SECONDS);
    }
}
