package io.jwasm.ttrpc;

/// Is told of failures that no caller on this side gets to see. Called on the library's own
/// threads: must be quick and must not throw.
@FunctionalInterface
public interface FailureListener {

    /// Reports one failure.
    ///
    /// @param what what was attempted, for a person
    /// @param cause what went wrong
    void failed(String what, Throwable cause);

    /// Returns the listener that is used when none is given: it writes a warning to the
    /// System.Logger `io.jwasm.ttrpc`. The logger is looked up at the first failure, not before.
    ///
    /// @return the default listener
    static FailureListener toSystemLogger() {
        return LoggedFailures.INSTANCE;
    }
}
