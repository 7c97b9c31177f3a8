package io.jwasm.wasi.engine.control;

import org.jspecify.annotations.Nullable;

/// The platform thread a guest runs on.
///
/// The engine's interpreter and its compiled code ask `Thread.currentThread().isInterrupted()` at
/// loops and calls; this class answers from the guest's own control state while guest code runs,
/// which is how a guest is stopped, held and slowed without touching the engine. Outside of guest
/// code, in host functions too, it is a plain thread.
public class GuestThread extends Thread {

    /// The default size of a guest's stack, which bounds its recursion. Half of it was enough for
    /// CPython and SQLite's shell.
    public static final long DEFAULT_STACK_BYTES = 1L << 20;

    /// Set while guest code runs, by this thread alone; hence neither volatile nor guarded.
    private @Nullable ControlState control;

    /// Creates the thread, not yet started, with a stack of [#DEFAULT_STACK_BYTES].
    ///
    /// @param body what it runs
    /// @param name its name in thread dumps
    public GuestThread(Runnable body, String name) {
        this(body, name, DEFAULT_STACK_BYTES);
    }

    /// Creates the thread, not yet started.
    ///
    /// @param body what it runs
    /// @param name its name in thread dumps
    /// @param stackBytes the size of its stack
    public GuestThread(Runnable body, String name, long stackBytes) {
        super(null, body, name, stackBytes, false);
    }

    /// In guest code, tells whether the guest is to unwind, and first holds it while it is paused;
    /// elsewhere, and for other threads, what [Thread#isInterrupted] says.
    @Override
    @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
    public boolean isInterrupted() {
        ControlState current = control;
        if (current == null || Thread.currentThread() != this) {
            return super.isInterrupted();
        }
        return current.poll();
    }

    /// Tells the thread that guest code follows.
    ///
    /// @param state the state of that guest; null when the host's code goes on
    public void enterGuest(@Nullable ControlState state) {
        control = state;
    }

    /// Tells the thread that the host's code follows, and says whose guest code it leaves.
    ///
    /// @return the state of that guest; null when none was running
    public @Nullable ControlState leaveGuest() {
        ControlState left = control;
        control = null;
        return left;
    }
}
