package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.ErrnoException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadUsageTest {

    @Test
    void processorTimeIsWhatTheClockSays() throws Exception {
        int tid = CurrentThread.tid();
        ThreadCpuClock clock = new ThreadCpuClock(tid);
        long until = clock.nanos().orElseThrow() + TimeUnit.MILLISECONDS.toNanos(100);
        while (clock.nanos().orElseThrow() < until) {
            Thread.onSpinWait();
        }

        ThreadUsage usage = ThreadUsage.of(tid);

        long inAll = usage.userNanos() + usage.systemNanos();
        assertThat(inAll)
                .isCloseTo(
                        clock.nanos().orElseThrow(),
                        org.assertj.core.data.Offset.offset(TimeUnit.MILLISECONDS.toNanos(40)));
    }

    @Test
    void writtenBytesAreTheThreadsOwn(@TempDir Path directory) throws Exception {
        int tid = CurrentThread.tid();
        long before = ThreadUsage.of(tid).writtenBytes();
        Path file = directory.resolve("f");
        Files.write(file, new byte[1 << 20]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }

        String type = Files.getFileStore(file).type();
        long expected = type.equals("tmpfs") ? 0 : 1 << 20;
        assertThat(ThreadUsage.of(tid).writtenBytes() - before).isGreaterThanOrEqualTo(expected);
    }

    @Test
    void threadThatDoesNotExistHasNone() {
        assertThatThrownBy(() -> ThreadUsage.of(1))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("/proc/self/task/1/stat");
    }
}
