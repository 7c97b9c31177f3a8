package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.KernelFile;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThreadProcessorTest {

    @Test
    void anotherThreadsTimeGrowsWhileItWorksAndStandsWhileItWaits() throws Exception {
        CompletableFuture<ThreadProcessor> made = new CompletableFuture<>();
        AtomicBoolean isWorking = new AtomicBoolean(true);
        CountDownLatch end = new CountDownLatch(1);
        Thread worker =
                Thread.ofPlatform()
                        .start(() -> {
                            made.complete(new ThreadProcessor());
                            while (isWorking.get()) {
                                Thread.onSpinWait();
                            }
                            awaitQuietly(end);
                        });
        try (ThreadProcessor processor = made.get(10, TimeUnit.SECONDS)) {
            long first = processor.usedNanos();
            awaitAtLeast(processor, first + TimeUnit.MILLISECONDS.toNanos(20));
            isWorking.set(false);
            while (worker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            long resting = processor.usedNanos();

            assertThat(processor.usedNanos()).isEqualTo(resting);
            end.countDown();
        }
    }

    private static void awaitAtLeast(ThreadProcessor processor, long nanos) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (processor.usedNanos() < nanos && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(processor.usedNanos()).isGreaterThanOrEqualTo(nanos);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theTimeStandsAtWhatItWasWhenClosed() throws Exception {
        ThreadProcessor processor = onOwnThread(ThreadProcessor::new);

        processor.close();

        long used = processor.usedNanos();
        assertThat(processor.usedNanos()).isEqualTo(used);
    }

    @Test
    void aWeightShowsInProc() throws Exception {
        String stat =
                onOwnThread(() -> {
                    try (ThreadProcessor processor = new ThreadProcessor()) {
                        processor.setNice(7);
                        return KernelFile.read("/proc/thread-self/stat");
                    }
                });
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        assertThat(fields[16]).isEqualTo("7"); // field 19 of proc_pid_stat(5)
    }

    @Test
    void anAffinityShowsInProc() throws Exception {
        BitSet first = new BitSet();
        first.set(0);
        String status =
                onOwnThread(() -> {
                    try (ThreadProcessor processor = new ThreadProcessor()) {
                        processor.setAffinity(first);
                        return KernelFile.read("/proc/thread-self/status");
                    }
                });
        assertThat(status).containsPattern("Cpus_allowed_list:\t0\n");
    }

    @Test
    void processorsThatTheMachineDoesNotHaveAreRefusedWhenNoneIsLeft() throws Exception {
        BitSet beyond = new BitSet();
        beyond.set(5000);
        assertThatThrownBy(() ->
                        onOwnThread(() -> {
                            try (ThreadProcessor processor = new ThreadProcessor()) {
                                processor.setAffinity(beyond);
                                return "";
                            }
                        }))
                .cause()
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
    }

    private static <T> T onOwnThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get(10, TimeUnit.SECONDS);
    }
}
