package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.Epoll;
import io.jwasm.linux.io.EventFd;
import io.jwasm.linux.io.Poll;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Reaps children and tells their owners, on one daemon thread however many there are.
///
/// To be started before any thread is boxed (network namespace, capabilities, seccomp), because a
/// thread inherits the box of the thread that makes it. Thread-safe. The owner closes it.
public final class ProcessReaper implements AutoCloseable {

    private static final long STOP = 0; // the token of the event that ends the thread

    private record Watched(Pidfd process, Consumer<ChildEnd> onEnd) {}

    private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicLong lastToken = new AtomicLong(STOP);
    private final Epoll epoll;
    private final EventFd stop;
    private final Thread thread;

    private ProcessReaper(Epoll epoll, EventFd stop, String threadName) {
        this.epoll = epoll;
        this.stop = stop;
        this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    /// Starts a reaper.
    ///
    /// @param threadName the name of its thread
    /// @return the reaper
    /// @throws ErrnoException when its descriptors cannot be made, EMFILE for one
    public static ProcessReaper start(String threadName) throws ErrnoException {
        Epoll epoll = Epoll.create();
        ProcessReaper reaper;
        try {
            reaper = new ProcessReaper(epoll, EventFd.create(), threadName);
        } catch (ErrnoException failure) {
            epoll.close();
            throw failure;
        }
        reaper.thread.start();
        return reaper;
    }

    /// Takes over a child: once it has ended it is reaped, the descriptor closed, the owner told.
    ///
    /// @param process the child, also one that has ended already; only signals may be sent through
    ///   it from now on
    /// @param onEnd told once, on the reaper's thread, so it must not block; what it throws goes to
    ///   that thread's uncaught exception handler and disturbs no other child
    /// @throws ErrnoException when the child cannot be watched; it then stays the caller's
    public void watch(Pidfd process, Consumer<ChildEnd> onEnd) throws ErrnoException {
        long token = lastToken.incrementAndGet();
        watched.put(token, new Watched(process, onEnd));
        try {
            epoll.add(process.number(), Poll.POLLIN, token);
        } catch (ErrnoException failure) {
            watched.remove(token);
            throw failure;
        }
    }

    private void run() {
        try {
            epoll.add(stop.number(), Poll.POLLIN, STOP);
            boolean isStopped = false;
            while (!isStopped) {
                int ready = epoll.await();
                for (int i = 0; i < ready; i++) {
                    isStopped |= epoll.token(i) == STOP;
                    reap(epoll.token(i));
                }
            }
        } catch (ErrnoException failure) {
            throw new IllegalStateException("process reaper stopped", failure);
        }
    }

    private void reap(long token) {
        Watched child = watched.get(token);
        if (child == null) {
            return;
        }
        Optional<ChildEnd> end = end(child.process());
        if (end.isPresent()) {
            watched.remove(token);
            epoll.remove(child.process().number());
            child.process().close();
            tell(child.onEnd(), end.get());
        }
    }

    private static Optional<ChildEnd> end(Pidfd process) {
        try {
            return process.reap();
        } catch (ErrnoException _) {
            // It has ended, or it would not be readable; the other children need this thread.
            return Optional.of(new ChildEnd.Unknown());
        }
    }

    private void tell(Consumer<ChildEnd> owner, ChildEnd end) {
        try {
            owner.accept(end);
        } catch (RuntimeException | Error failure) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    /// Ends the thread and closes what is still watched; those children go on. A second call does
    /// nothing. Not to be called by an owner that is being told.
    @Override
    public void close() {
        stop.signal();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                isInterrupted = true; // restored below; the thread ends at once
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        watched.values().forEach(child -> child.process().close());
        watched.clear();
        epoll.close();
        stop.close();
    }
}
