package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.KernelFile;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadScheduleTest {

    private static final int NICE_FIELD = 16; // of proc_pid_stat(5), counted from the state

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final FutureTask<ThreadCpuClock> started =
            new FutureTask<>(ThreadCpuClock::ofCurrentThread);
    private Thread thread;
    private ThreadCpuClock clock;

    @BeforeEach
    void start() throws Exception {
        thread =
                Thread.ofPlatform()
                        .start(() -> {
                            started.run();
                            try {
                                mayEnd.await();
                            } catch (InterruptedException _) {
                                // Only asked to work.
                            }
                            while (mayEnd.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                        });
        clock = started.get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() throws Exception {
        mayEnd.countDown();
        thread.join();
    }

    /// Java calls a thread waiting a little before the kernel puts it to sleep, and a safepoint may
    /// wake it once more: what counts is that the clock comes to stand.
    @Test
    void clockStandsWhileTheThreadWaits() throws Exception {
        long now = System.nanoTime();
        long deadline = now + TimeUnit.SECONDS.toNanos(60);
        long reading = clock.nanos().orElseThrow();
        long since = now;
        while (now - since < TimeUnit.MILLISECONDS.toNanos(20)) {
            assertThat(now).as("deadline, the clock still runs").isLessThan(deadline);
            long next = clock.nanos().orElseThrow();
            now = System.nanoTime();
            if (next != reading) {
                reading = next;
                since = now;
            }
        }
    }

    @Test
    void clockRunsWhileTheThreadWorks() throws Exception {
        long before = clock.nanos().orElseThrow();

        thread.interrupt();

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (clock.nanos().orElseThrow() < before + 1_000_000) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
    }

    @Test
    void threadThatHasEndedHasNoClock() throws Exception {
        mayEnd.countDown();
        thread.join();

        // The kernel may need a moment longer than Java to let go of the thread.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!clock.nanos().equals(OptionalLong.empty())) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
    }

    @Test
    void niceValueIsTheThreadsAlone() throws Exception {
        String before = nice(CurrentThread.tid());

        ThreadSchedule.setNice(clock.tid(), 17);

        assertThat(nice(clock.tid())).isEqualTo("17");
        assertThat(nice(CurrentThread.tid())).isEqualTo(before).isNotEqualTo("17");
    }

    @Test
    void processorsAreTheThreadsAlone() throws Exception {
        int one = firstAllowed();
        BitSet first = new BitSet();
        first.set(one);

        ThreadSchedule.setProcessors(clock.tid(), first);

        assertThat(KernelFile.read("/proc/self/task/" + clock.tid() + "/status"))
                .contains("Cpus_allowed_list:\t" + one + "\n");
    }

    /// The host may have processors that this process is not given.
    private static int firstAllowed() throws ErrnoException {
        Matcher list =
                Pattern.compile("Cpus_allowed_list:\t(\\d+)")
                        .matcher(KernelFile.read("/proc/self/status"));
        assertThat(list.find()).isTrue();
        return Integer.parseInt(list.group(1));
    }

    @Test
    void processorsThatTheHostDoesNotHaveAreRefused() {
        BitSet absent = new BitSet();
        absent.set(1000);

        assertThatThrownBy(() -> ThreadSchedule.setProcessors(clock.tid(), absent))
                .isInstanceOf(ErrnoException.class)
                .satisfies(e -> assertThat(((ErrnoException) e).errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining("{1000}");
    }

    private static String nice(int tid) throws ErrnoException {
        String stat = KernelFile.read("/proc/self/task/" + tid + "/stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE_FIELD];
    }
}
