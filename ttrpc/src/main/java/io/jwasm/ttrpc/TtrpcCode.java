package io.jwasm.ttrpc;

/// Codes of a call's outcome: those of `google.rpc.Code`.
public enum TtrpcCode {
    /// The call succeeded.
    OK(0),
    /// The caller, or the loss of its connection, ended the call.
    CANCELLED(1),
    /// The cause is not known.
    UNKNOWN(2),
    /// The request makes no sense, whatever the state of the server.
    INVALID_ARGUMENT(3),
    /// The time for the call is over.
    DEADLINE_EXCEEDED(4),
    /// The thing asked for does not exist.
    NOT_FOUND(5),
    /// The thing to be made exists.
    ALREADY_EXISTS(6),
    /// The caller may not do this.
    PERMISSION_DENIED(7),
    /// A limit was reached, such as that of a message's size.
    RESOURCE_EXHAUSTED(8),
    /// The state of the server does not allow the call.
    FAILED_PRECONDITION(9),
    /// The call lost against a concurrent one.
    ABORTED(10),
    /// The call went past a valid range.
    OUT_OF_RANGE(11),
    /// The server knows no such service or method.
    UNIMPLEMENTED(12),
    /// Something broke that should not.
    INTERNAL(13),
    /// There is no connection to the server, or it is shutting down.
    UNAVAILABLE(14),
    /// Data was lost.
    DATA_LOSS(15),
    /// The caller did not say who it is.
    UNAUTHENTICATED(16);

    private static final TtrpcCode[] BY_NUMBER = values();

    private final int number;

    TtrpcCode(int number) {
        this.number = number;
    }

    /// Returns the code's number on the wire.
    ///
    /// @return a number from 0 to 16
    public int number() {
        return number;
    }

    /// Returns the code with a number.
    ///
    /// @param number any number
    /// @return the code, [#UNKNOWN] for a number that no code has
    public static TtrpcCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
