package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.Metadata;
import java.time.Duration;
import java.util.Optional;

/// What a handler may know of the call it serves. Thread-safe.
///
/// A call is cancelled when its time is over or its connection is gone. That says something about
/// the caller, nothing about the thing that the call is about: a handler must not undo work or stop
/// what it started for that reason.
public interface CallContext {

    /// Returns the name under which the service was called.
    ///
    /// @return the full name
    String service();

    /// Returns the method's name.
    ///
    /// @return the name
    String method();

    /// Returns what came beside the request.
    ///
    /// @return the metadata, maybe empty
    Metadata metadata();

    /// Returns how much time is left.
    ///
    /// @return zero or more; empty if the caller set no limit
    Optional<Duration> remaining();

    /// Returns whether nobody waits for the answer any more.
    ///
    /// @return true from the cancellation on
    boolean isCancelled();

    /// Runs a task when the call is cancelled; at once if it is. Never runs it after the handler
    /// has returned.
    ///
    /// @param task must be quick and must not block
    void onCancel(Runnable task);
}
