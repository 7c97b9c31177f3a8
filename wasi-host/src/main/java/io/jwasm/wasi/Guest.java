package io.jwasm.wasi;

/// A guest with its imports bound, ready to run once.
///
/// [#run] and [#close] belong to one thread, a [io.jwasm.wasi.engine.control.GuestThread]; the rest
/// may be called from any thread at any time.
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

    /// Holds the guest at its next loop, call or host call until each reason is taken back; it uses
    /// no CPU meanwhile. Has no effect on a guest that has ended or is held for that reason
    /// already.
    ///
    /// @param why the reason
    void hold(Hold why);

    /// Takes a reason back; a guest that is held for no other goes on where it was.
    ///
    /// @param why the reason
    void release(Hold why);

    /// What the guest holds of the memory it may have.
    ///
    /// @return all zero but the limit and the counts once it is closed
    MemoryUse memory();

    /// Sets the most memory that the guest may hold. A limit below what it holds takes nothing
    /// away: it refuses growth.
    ///
    /// @param bytes greater than 0
    void limitMemory(long bytes);

    /// Gives back what the guest held: its descriptors, its memory. A second call does nothing.
    @Override
    void close();
}
