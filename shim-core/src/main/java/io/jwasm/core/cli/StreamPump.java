package io.jwasm.core.cli;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/// Copies between one of this process's streams and a FIFO, on a daemon thread of its own.
final class StreamPump {

    private static final int CHUNK_BYTES = 1 << 16;

    private final Thread thread;

    private StreamPump(Thread thread) {
        this.thread = thread;
    }

    /// Copies what the guest writes.
    static StreamPump fromGuest(Path fifo, OutputStream target) {
        return run(
                fifo.getFileName() + " pump",
                () -> {
                    try (InputStream source = new FileInputStream(fifo.toFile())) {
                        copy(source, target);
                    } catch (IOException _) {
                        // Whoever reads our output has left; the guest goes on, as under a shell's
                        // pipe.
                    }
                });
    }

    /// Copies what the guest reads, then tells the shim that there is no more.
    static StreamPump toGuest(InputStream source, Path fifo, Runnable atEnd) {
        return run(
                "stdin pump",
                () -> {
                    try (OutputStream target = new FileOutputStream(fifo.toFile())) {
                        copy(source, target);
                    } catch (IOException _) {
                        // The guest has ended and wants no more.
                    }
                    atEnd.run();
                });
    }

    private static StreamPump run(String name, Runnable body) {
        return new StreamPump(Thread.ofPlatform().daemon().name(name).start(body));
    }

    private static void copy(InputStream source, OutputStream target) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int count = source.read(chunk);
        while (count >= 0) {
            target.write(chunk, 0, count);
            target.flush();
            count = source.read(chunk);
        }
    }

    /// Waits for the end of the stream.
    void await() throws InterruptedException {
        thread.join();
    }
}
