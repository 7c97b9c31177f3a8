package io.jwasm.wasi.engine.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.EventFd;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.GuestEnd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is asked of one guest: to stop, to pause.
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
    private boolean isPauseAsked;

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

    /// Tells whether the guest is to unwind; parks it first while it is paused. For the guest's
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
            while (isPauseAsked && !isStopAsked) {
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

    /// Asks the guest to stand still, until [#resume].
    public void pause() {
        lock.lock();
        try {
            isPauseAsked = true;
            publish();
        } finally {
            lock.unlock();
        }
    }

    /// Lets a paused guest go on.
    public void resume() {
        lock.lock();
        try {
            isPauseAsked = false;
            publish();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a change known to polls, to waiters on the descriptor and to a parked guest.
    @GuardedBy("lock")
    private void publish() {
        boolean isAnythingAsked = isStopAsked || isPauseAsked;
        ASKED.setVolatile(this, isAnythingAsked);
        if (isClosed) {
            return;
        }
        if (isAnythingAsked) {
            wake.signal();
        } else {
            boolean _ = wake.drain();
        }
        changed.signalAll();
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
