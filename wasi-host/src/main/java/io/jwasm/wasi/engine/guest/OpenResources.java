package io.jwasm.wasi.engine.guest;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened for one guest, to be closed in reverse, once. Thread-safe.
final class OpenResources implements AutoCloseable {

    private final Deque<Runnable> closers = new ArrayDeque<>();

    synchronized void add(Runnable closer) {
        closers.push(closer);
    }

    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
