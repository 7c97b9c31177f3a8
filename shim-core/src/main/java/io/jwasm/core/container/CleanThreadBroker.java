package io.jwasm.core.container;

import io.jwasm.wasi.engine.control.GuestThread;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker of one platform thread, which is made when nothing is boxed yet and stays as it is.
final class CleanThreadBroker implements ThreadBroker, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CleanThreadBroker.class);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("container-broker").start(this::run);

    @Override
    public void start(Runnable body, String name) {
        tasks.add(() -> {
            GuestThread guest = new GuestThread(body, name);
            // An end of the daemon does not wait for guests; their ends are its own matter.
            guest.setDaemon(true);
            guest.start();
        });
    }

    @Override
    public void announce(Runnable news) {
        tasks.add(news);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                perform(tasks.take());
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
        }
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            // The others depend on this thread: an OutOfMemoryError for one must not end it.
            log.error("the broker's task failed", failure);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
