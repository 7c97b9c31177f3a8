package io.jwasm.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which bundle's FIFO gets the daemon's log.
class LogFifoTest {

    private static final int OPEN_FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK;
    private static final int BUFFER_BYTES = 100;
    private static final long END_OF_FILE = 0;

    @TempDir private Path directory;

    private final LogFifo log =
            new LogFifo(
                    new LayoutBase<>() {
                        @Override
                        public String doLayout(ILoggingEvent event) {
                            return event.getMessage() + "\n";
                        }
                    });

    private Path bundle(String name) throws Exception {
        Path bundle = Files.createDirectory(directory.resolve(name));
        String fifo = bundle.resolve("log").toString();
        assertThat(new ProcessBuilder(List.of("mkfifo", fifo)).start().waitFor()).isZero();
        return bundle;
    }

    private static HostFd reader(Path bundle) throws Exception {
        return Descriptors.open(bundle.resolve("log").toString(), OPEN_FLAGS, 0);
    }

    private static String read(HostFd reader) {
        byte[] bytes = new byte[BUFFER_BYTES];
        try (IoBuffer buffer = new IoBuffer(BUFFER_BYTES)) {
            long count = buffer.readRaw(reader.number(), bytes, 0, bytes.length);
            if (count == END_OF_FILE) {
                return "end of file";
            }
            return count < 0
                    ? "nothing"
                    : new String(bytes, 0, (int) count, StandardCharsets.UTF_8);
        }
    }

    private void tell(String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setMessage(message);
        log.append(event);
    }

    @Test
    void theNextBundleTakesOverWhenTheFirstOnesContainerIsDeleted() throws Exception {
        Path first = bundle("first");
        Path second = bundle("second");
        try (HostFd ofFirst = reader(first);
                HostFd ofSecond = reader(second)) {
            log.offer(first);
            log.offer(second);
            tell("one");
            log.release("second");
            tell("two");
            assertThat(read(ofFirst)).isEqualTo("one\ntwo\n");

            log.release("first");
            assertThat(read(ofFirst)).isEqualTo("end of file");
            tell("to nobody");
            log.offer(second);
            tell("three");
            assertThat(read(ofSecond)).isEqualTo("three\n");
            log.release("second");
        }
    }

    @Test
    void aReaderThatLeavesIsLetGoOf() throws Exception {
        Path first = bundle("first");
        Path second = bundle("second");
        try (HostFd ofFirst = reader(first)) {
            log.offer(first);
            assertThat(ofFirst.number()).isNotNegative();
        }
        tell("to nobody");
        try (HostFd ofSecond = reader(second)) {
            log.offer(second);
            tell("two");
            assertThat(read(ofSecond)).isEqualTo("two\n");
            log.release("second");
        }
    }
}
