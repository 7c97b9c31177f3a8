package io.jwasm.core.container;

import io.jwasm.wasi.engine.control.GuestThread;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker of some platform threads, which are made when nothing is boxed yet and stay as they
/// are: one that starts threads and tells news, the others for what takes longer. They are there
/// from the start, so that a container can be cleared away when the machine has no more threads.
final class CleanThreadBroker implements ThreadBroker, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CleanThreadBroker.class);

    private static final int WORKERS = 4;

    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("container-worker-", 1).factory());
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
    public void perform(Runnable work) {
        workers.execute(() -> attempt(work));
    }

    @Override
    public void announce(Runnable news) {
        tasks.add(news);
    }

    private void run() {
        int _ = workers.prestartAllCoreThreads();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                attempt(tasks.take());
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
        }
    }

    private static void attempt(Runnable task) {
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
        workers.shutdown();
    }
}
