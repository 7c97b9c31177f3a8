package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What a client has been shown so far, read from a FIFO on a thread of its own.
final class Screen {

    private static final long PATIENCE_SECONDS = 60;

    private final StringBuilder text = new StringBuilder();
    private boolean hasEnded;

    /// Starts to read.
    Screen(String fifo) {
        Thread.ofPlatform().daemon().name("screen").start(() -> read(Path.of(fifo)));
    }

    private void read(Path fifo) {
        byte[] bytes = new byte[4096];
        try (InputStream in = Files.newInputStream(fifo)) {
            for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException failure) {
            append(failure.toString());
        }
        end();
    }

    private synchronized void append(String more) {
        text.append(more);
        notifyAll();
    }

    private synchronized void end() {
        hasEnded = true;
        notifyAll();
    }

    /// Waits until something is shown.
    synchronized void await(String wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (text.indexOf(wanted) < 0 && !hasEnded && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        assertThat(text).asString().contains(wanted);
    }

    /// Waits for the end.
    ///
    /// @return all that was shown
    synchronized String toTheEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!hasEnded && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        assertThat(hasEnded).as("the end of %s", text).isTrue();
        return text.toString();
    }
}
