package io.jwasm.core.cpu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.wasi.Guest;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Holds guests to their quotas, all of them on one thread. Thread-safe.
///
/// It looks at a guest's processor clock when the guest can have used up what it had at the
/// earliest, and asks it to wait when it has. At a guest that waits for something it does not look
/// at all: the guest tells when it is at work again. Without guests that have a quota the thread
/// sleeps.
///
/// To be made on a thread that nothing has boxed, because its own thread inherits the box.
public final class CpuGovernor implements AutoCloseable {

    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final PriorityQueue<Governed> queue =
            new PriorityQueue<>(Comparator.comparingLong(Governed::nextLook));

    @GuardedBy("lock")
    private boolean isClosed;

    private CpuGovernor(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// Starts a governor.
    ///
    /// @return the governor
    public static CpuGovernor start() {
        CpuGovernor governor = new CpuGovernor(System::nanoTime);
        Thread.ofPlatform().daemon().name("cpu-governor").start(governor::run);
        return governor;
    }

    /// Holds a guest to a quota from now on.
    ///
    /// @param guest the guest
    /// @param usedNanos the processor time that it has used in all; may be asked on any thread
    /// @param quota the quota
    /// @return ends it when closed
    Governed govern(Guest guest, LongSupplier usedNanos, CpuQuota quota) {
        Governed governed = new Governed(this, guest, usedNanos);
        replace(governed, quota);
        return governed;
    }

    /// Gives a guest another quota.
    void replace(Governed governed, CpuQuota quota) {
        lock.lock();
        try {
            dequeue(governed);
            governed.begin(quota, ticker.getAsLong());
            if (quota.canBind()) {
                enqueue(governed);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets a guest go and looks at it no more.
    void release(Governed governed) {
        lock.lock();
        try {
            dequeue(governed);
            governed.end(ticker.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    CpuThrottling throttling(Governed governed) {
        lock.lock();
        try {
            return governed.throttling(ticker.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /// Called on the guest's thread when it is at work again.
    void wake(Governed governed) {
        lock.lock();
        try {
            if (governed.wake(ticker.getAsLong())) {
                enqueue(governed);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void dequeue(Governed governed) {
        if (governed.leaveQueue()) {
            queue.remove(governed);
        }
    }

    @GuardedBy("lock")
    private void enqueue(Governed governed) {
        dequeue(governed);
        governed.enterQueue();
        queue.add(governed);
        if (queue.peek() == governed) {
            changed.signal();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!isClosed) {
                Governed first = queue.peek();
                long now = ticker.getAsLong();
                if (first == null) {
                    changed.awaitUninterruptibly();
                } else if (first.nextLook() > now) {
                    long _ = changed.awaitNanos(first.nextLook() - now);
                } else {
                    serve(first, now);
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; if somebody does, he wants it to end.
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void serve(Governed first, long now) {
        dequeue(first);
        if (first.look(now)) {
            enqueue(first);
        }
    }

    /// Ends the thread; guests that are held go on. A second call does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            for (Governed governed : queue) {
                governed.end(ticker.getAsLong());
            }
            queue.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
