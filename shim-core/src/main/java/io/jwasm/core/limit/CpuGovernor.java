package io.jwasm.core.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.linux.process.ThreadCpuClock;
import io.jwasm.linux.process.ThreadSchedule;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds each guest that has a quota to it: one thread for all of them reads their processor time
/// and has them held where the engine polls. Thread-safe.
///
/// The kernel's own quota must not do it: it stops a thread anywhere, and the whole JVM waits for
/// that thread at the next collection. While no guest has a quota, the thread sleeps.
final class CpuGovernor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CpuGovernor.class);

    /// Looking late costs guests what they are owed, where others keep the processors busy.
    private static final int NICE = -10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final PriorityQueue<GuestCpu> watched =
            new PriorityQueue<>(Comparator.comparingLong(GuestCpu::due));

    @GuardedBy("lock")
    private boolean isClosed;

    private CpuGovernor() {}

    /// Starts the governor. To be called on a thread that nothing has boxed.
    ///
    /// @return the governor, watching nobody
    public static CpuGovernor start() {
        CpuGovernor governor = new CpuGovernor();
        Thread.ofPlatform().daemon().name("cpu-governor").start(governor::run);
        return governor;
    }

    /// Takes a guest under observation, without a limit yet.
    ///
    /// @param clock the clock of its thread
    /// @param throttle holds it
    /// @return its account; the owner closes it before the thread ends
    public GuestCpu admit(ThreadCpuClock clock, Throttle throttle) {
        return new GuestCpu(this, clock, throttle);
    }

    private void run() {
        try {
            ThreadSchedule.setNice(CurrentThread.tid(), NICE);
        } catch (ErrnoException refused) {
            log.debug("the governor has no priority over guests", refused);
        }
        lock.lock();
        try {
            while (!isClosed) {
                GuestCpu next = watched.peek();
                long missing = next == null ? Long.MAX_VALUE : next.due() - System.nanoTime();
                if (missing > 0) {
                    long _ = changed.awaitNanos(missing);
                } else {
                    settle();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Nobody does.
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void settle() {
        GuestCpu due = watched.remove();
        if (due.look(System.nanoTime())) {
            watched.add(due);
        }
    }

    /// Does something to a guest's account that may change when to look at it.
    ///
    /// @param guest the guest
    /// @param change answers whether it is to be watched from then on
    void change(GuestCpu guest, Change change) {
        lock.lock();
        try {
            boolean _ = watched.remove(guest);
            if (change.apply(System.nanoTime())) {
                watched.add(guest);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Looks at a guest's account.
    CpuUse use(GuestCpu guest) {
        lock.lock();
        try {
            return guest.useAt(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /// A change of an account.
    @FunctionalInterface
    interface Change {
        boolean apply(long now);
    }

    /// Ends the thread; guests that are held stay so.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
