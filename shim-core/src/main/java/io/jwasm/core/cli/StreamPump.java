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

    /// Copies what the guest writes. When nobody reads it any more, it is read and thrown away from
    /// then on: a guest that wrote into a full FIFO could not end.
    ///
    /// @param fifo where the guest writes
    /// @param target where it goes
    /// @param onBroken runs once, when the target takes no more
    static StreamPump fromGuest(Path fifo, OutputStream target, Runnable onBroken) {
        return run(
                fifo.getFileName() + " pump",
                () -> {
                    try (InputStream source = new FileInputStream(fifo.toFile())) {
                        drain(source, target, onBroken);
                    } catch (IOException _) {
                        // The FIFO was never made or is gone: there is nothing to copy.
                    }
                });
    }

    /// Copies what the guest reads, then tells the shim that there is no more.
    static StreamPump toGuest(InputStream source, Path fifo, Runnable atEnd) {
        return run(
                "stdin pump",
                () -> {
                    try (OutputStream target = new FileOutputStream(fifo.toFile())) {
                        source.transferTo(target);
                    } catch (IOException _) {
                        // The guest has ended and wants no more, or our own input is broken.
                    }
                    atEnd.run();
                });
    }

    private static StreamPump run(String name, Runnable body) {
        return new StreamPump(Thread.ofPlatform().daemon().name(name).start(body));
    }

    private static void drain(InputStream source, OutputStream target, Runnable onBroken)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        boolean isWanted = true;
        for (int count = source.read(chunk); count >= 0; count = source.read(chunk)) {
            if (isWanted && !write(target, chunk, count)) {
                isWanted = false;
                onBroken.run();
            }
        }
    }

    private static boolean write(OutputStream target, byte[] chunk, int count) {
        try {
            target.write(chunk, 0, count);
            target.flush();
            return true;
        } catch (IOException _) {
            return false; // EPIPE: whoever read our output has left. ENOSPC: the same to the guest.
        }
    }

    /// Waits for the end of the stream.
    void await() throws InterruptedException {
        thread.join();
    }
}
