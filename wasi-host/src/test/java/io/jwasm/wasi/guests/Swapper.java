package io.jwasm.wasi.guests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Somebody who swaps two names, over and over, until it is closed.
final class Swapper implements AutoCloseable {

    private final Path good;
    private final Path evil;
    private final Path aside;
    private final AtomicLong swaps = new AtomicLong();
    private final Thread thread = new Thread(this::swap, "swapper");
    private volatile boolean isOver;

    Swapper(Path good, Path evil) {
        this.good = good;
        this.evil = evil;
        this.aside = good.resolveSibling("aside");
        thread.start();
        Deadline.await(() -> swaps.get() > 0);
    }

    private void swap() {
        try {
            while (!isOver) {
                Files.move(good, aside);
                Files.move(evil, good);
                Files.move(good, evil);
                Files.move(aside, good);
                swaps.incrementAndGet();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long swaps() {
        return swaps.get();
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the test's own timeout
        }
    }
}
