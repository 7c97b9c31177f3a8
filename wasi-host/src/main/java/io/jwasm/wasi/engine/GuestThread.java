package io.jwasm.wasi.engine;

/// The platform thread a guest runs on.
///
/// The engine's interpreter and its compiled code ask `Thread.currentThread().isInterrupted()` at
/// every loop and call; this class answers from the guest's own control state, which is how a guest
/// is stopped, held and slowed without touching the engine.
public class GuestThread extends Thread {

    /// Creates the thread, not yet started.
    ///
    /// @param body what it runs
    /// @param name its name in thread dumps
    public GuestThread(Runnable body, String name) {
        super(body, name);
    }
}
