package io.jwasm.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.io.Fifo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamPumpTest {

    private static final int MORE_THAN_A_FIFO_HOLDS = 1 << 20;

    @TempDir private Path directory;
    private Path fifo;

    @BeforeEach
    void makeFifo() throws IOException {
        fifo = directory.resolve("fifo");
        Fifo.make(fifo.toString(), 0600);
    }

    @Test
    void allThatTheGuestWritesArrives() throws Exception {
        byte[] text = new byte[MORE_THAN_A_FIFO_HOLDS];
        text[text.length - 1] = 1;
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        StreamPump pump = StreamPump.fromGuest(fifo, target, () -> {});

        try (OutputStream guest = new FileOutputStream(fifo.toFile())) {
            guest.write(text);
        }

        pump.await();
        assertThat(target.toByteArray()).isEqualTo(text);
    }

    @Test
    void guestCanWriteOnWhenNobodyReadsAndThatIsToldOnce() throws Exception {
        AtomicInteger told = new AtomicInteger();
        OutputStream closedPipe =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        StreamPump pump = StreamPump.fromGuest(fifo, closedPipe, told::incrementAndGet);

        try (OutputStream guest = new FileOutputStream(fifo.toFile())) {
            guest.write(new byte[MORE_THAN_A_FIFO_HOLDS]);
        }

        pump.await();
        assertThat(told).hasValue(1);
    }

    @Test
    void endOfInputReachesTheGuestAndIsTold() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        InputStream source = new ByteArrayInputStream(new byte[] {1, 2, 3});
        StreamPump pump = StreamPump.toGuest(source, fifo, ended::countDown);

        try (InputStream guest = new FileInputStream(fifo.toFile())) {
            assertThat(guest.readAllBytes()).containsExactly(1, 2, 3);
        }

        pump.await();
        assertThat(ended.getCount()).isZero();
    }
}
