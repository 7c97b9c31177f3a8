package io.jwasm.wasi.engine.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.EventFd;
import io.jwasm.wasi.Hold;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.GuestEnd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// What is asked of one guest: to stop, to be held.
///
/// Anybody may ask; the guest's thread obeys, in guest code at the engine's polls ([#poll]), in
/// host functions at [#checkpoint]. The poll of a guest of whom nothing is asked is one opaque
/// read.
public final class ControlState implements GuestControl, AutoCloseable {

    private static final VarHandle ASKED;

    static {
        try {
            ASKED =
                    MethodHandles.lookup()
                            .findVarHandle(ControlState.class, "asked", boolean.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private final EventFd wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean isStopAsked;

    @GuardedBy("lock")
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);

    @GuardedBy("lock")
    private boolean isClosed;

    @SuppressWarnings("UnusedVariable") // Read and written through ASKED.
    private boolean asked;

    /// Creates a state that asks nothing.
    ///
    /// @throws ErrnoException when the process may open no more descriptors
    public ControlState() throws ErrnoException {
        wake = EventFd.create();
    }

    /// Tells whether the guest is to unwind; parks it first while it is held. For the guest's
    /// thread, in guest code.
    ///
    /// @return whether it is
    public boolean poll() {
        return (boolean) ASKED.getOpaque(this) && obey();
    }

    /// Obeys as a plain thread: the lock's own code asks [Thread#isInterrupted] while it waits.
    private boolean obey() {
        if (!(Thread.currentThread() instanceof GuestThread thread)) {
            return awaitRelease();
        }
        ControlState guest = thread.leaveGuest();
        try {
            return awaitRelease();
        } finally {
            thread.enterGuest(guest);
        }
    }

    private boolean awaitRelease() {
        lock.lock();
        try {
            while (!holds.isEmpty() && !isStopAsked) {
                changed.awaitUninterruptibly();
            }
            return isStopAsked;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int wakeFd() {
        return wake.number();
    }

    @Override
    public void checkpoint() {
        if (poll()) {
            throw new GuestEnd.Stop();
        }
    }

    boolean isStopAsked() {
        lock.lock();
        try {
            return isStopAsked;
        } finally {
            lock.unlock();
        }
    }

    /// Asks the guest to end.
    public void stop() {
        lock.lock();
        try {
            isStopAsked = true;
            publish();
        } finally {
            lock.unlock();
        }
    }

    /// Asks the guest to stand still.
    ///
    /// @param why the reason, which stays until it is taken back
    public void hold(Hold why) {
        change(holds -> holds.add(why));
    }

    /// Takes a reason back; a guest that is held for no other goes on.
    ///
    /// @param why the reason
    public void release(Hold why) {
        change(holds -> holds.remove(why));
    }

    private void change(Predicate<Set<Hold>> change) {
        lock.lock();
        try {
            if (change.test(holds)) {
                publish();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes a change known to polls, to waiters on the descriptor and to a parked guest.
    @GuardedBy("lock")
    private void publish() {
        ASKED.setVolatile(this, isStopAsked || !holds.isEmpty());
        if (isClosed) {
            return;
        }
        if (isStopAsked || holds.stream().anyMatch(Hold::endsWaiting)) {
            wake.signal();
        } else {
            boolean _ = wake.drain();
        }
        if (isStopAsked || holds.isEmpty()) {
            changed.signalAll();
        }
    }

    /// Closes the eventfd, once the guest has ended; asking does nothing from then on.
    @Override
    public void close() {
        lock.lock();
        try {
            if (!isClosed) {
                isClosed = true;
                wake.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
