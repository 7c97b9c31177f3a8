package io.jwasm.ttrpc.transport;

import io.jwasm.ttrpc.FailureListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// One platform thread that waits for sockets to become ready. Thread-safe, except where a method
/// says that it belongs to the loop's thread.
public final class EventLoop {

    private static final int READ_BUFFER_BYTES = 64 << 10;

    /// What a channel is registered with.
    public interface Ready {

        /// Does what the channel is ready for; called on the loop's thread.
        ///
        /// @param key the channel's key
        void ready(SelectionKey key);

        /// Lets go of the channel, because the loop ends; called on the loop's thread.
        void loopEnded();
    }

    private final Selector selector;
    private final FailureListener failures;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private final Thread thread;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private volatile boolean isStopped;

    /// Opens a selector and starts the thread.
    ///
    /// @param name name of the thread
    /// @param isDaemon whether the JVM may end while the loop runs
    /// @param failures is told of failures that belong to no connection
    /// @throws IOException if no selector can be opened
    public EventLoop(String name, boolean isDaemon, FailureListener failures) throws IOException {
        this.failures = failures;
        this.selector = Selector.open();
        this.thread = new Thread(new Body(this), name);
        thread.setDaemon(isDaemon);
        thread.start();
    }

    /// The thread's body; a class of its own because a lambda costs a starting JVM more.
    private record Body(EventLoop loop) implements Runnable {
        @Override
        public void run() {
            loop.run();
        }
    }

    /// Runs a task on the loop's thread, soon. Dropped if the loop has stopped.
    ///
    /// @param task must not block
    public void execute(Runnable task) {
        tasks.add(task);
        wakeup();
    }

    /// Makes the loop look at changed interests and tasks.
    void wakeup() {
        if (!thread.equals(Thread.currentThread()) && isAwake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /// Registers a non-blocking channel; belongs to the loop's thread.
    ///
    /// @param channel the channel
    /// @param interest the operations to wait for
    /// @param ready is called when one of them is possible
    /// @return the key
    /// @throws IOException if the channel is closed
    public SelectionKey register(SelectableChannel channel, int interest, Ready ready)
            throws IOException {
        return channel.register(selector, interest, ready);
    }

    /// Returns the buffer that reads share; belongs to the loop's thread.
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /// Ends the thread and closes what is registered. Returns before that is done.
    public void stop() {
        isStopped = true;
        selector.wakeup();
    }

    /// Waits until the thread has ended. Does nothing on the loop's own thread.
    ///
    /// @throws InterruptedException if this thread is interrupted
    public void join() throws InterruptedException {
        if (!thread.equals(Thread.currentThread())) {
            thread.join();
        }
    }

    private void run() {
        try {
            while (!isStopped) {
                selector.select();
                isAwake.set(false);
                serveReadyChannels();
                // Last, because serving makes tasks and this thread does not wake itself up for
                // them.
                runTasks();
            }
        } catch (IOException e) {
            failures.failed("ttrpc: waiting for sockets", e);
        } finally {
            close();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable t) {
                failures.failed("ttrpc: task of the event loop", t);
            }
        }
    }

    private void serveReadyChannels() {
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            try {
                if (key.isValid()) {
                    ((Ready) key.attachment()).ready(key);
                }
            } catch (Throwable t) {
                key.cancel();
                failures.failed("ttrpc: serving a socket", t);
            }
        }
    }

    private void close() {
        isStopped = true;
        runTasks();
        for (SelectionKey key : selector.keys()) {
            ((Ready) key.attachment()).loopEnded();
        }
        runTasks();
        try {
            selector.close();
        } catch (IOException e) {
            failures.failed("ttrpc: closing sockets", e);
        }
    }
}
