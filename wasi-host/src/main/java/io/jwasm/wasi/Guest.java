package io.jwasm.wasi;

/// A guest with its imports bound, ready to run once.
///
/// [#stop], [#pause] and [#resume] may be called from any thread at any time; the rest belongs to
/// one thread, a [io.jwasm.wasi.engine.control.GuestThread].
public interface Guest extends AutoCloseable {

    /// Runs the guest to its end, on the calling [io.jwasm.wasi.engine.control.GuestThread].
    ///
    /// Nothing that the guest does is thrown from here, an exhausted stack or heap included.
    ///
    /// @return how it ended
    GuestExit run();

    /// Ends the guest, be it in a loop or in a host call; [#run] then answers [GuestExit.Stopped].
    /// Has no effect when it has ended, and makes a guest that has not begun end at once.
    void stop();

    /// Holds the guest at its next loop, call or host call until [#resume]; it uses no CPU
    /// meanwhile. Has no effect on a guest that has ended or is held already.
    void pause();

    /// Lets a held guest go on where it was.
    void resume();

    /// Gives back what the guest held: its descriptors, its memory. A second call does nothing.
    @Override
    void close();
}
