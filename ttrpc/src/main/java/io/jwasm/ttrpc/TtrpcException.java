package io.jwasm.ttrpc;

import org.jspecify.annotations.Nullable;

/// A call that failed: thrown by a client's calls, and by handlers to choose the status that the
/// caller gets.
public final class TtrpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TtrpcStatus status;

    /// Makes an exception from a status.
    ///
    /// @param status the outcome, not OK
    public TtrpcException(TtrpcStatus status) {
        this(status, null);
    }

    /// Makes an exception from a code and a message.
    ///
    /// @param code what kind of outcome, not OK
    /// @param message text for a person
    public TtrpcException(TtrpcCode code, String message) {
        this(TtrpcStatus.of(code, message), null);
    }

    /// Makes an exception that has a cause on this side; the cause does not travel.
    ///
    /// @param status the outcome, not OK
    /// @param cause what led to it, or null
    public TtrpcException(TtrpcStatus status, @Nullable Throwable cause) {
        super(status.code() + ": " + status.message(), cause);
        if (status.isOk()) {
            throw new IllegalArgumentException("an exception cannot have status OK");
        }
        this.status = status;
    }

    /// Returns the outcome.
    ///
    /// @return a status that is not OK
    public TtrpcStatus status() {
        return status;
    }

    /// Returns the outcome's code.
    ///
    /// @return a code that is not OK
    public TtrpcCode code() {
        return status.code();
    }
}
