package io.jwasm.ttrpc;

import com.google.protobuf.Any;
import java.util.List;
import java.util.Objects;

/// The outcome of a call, `google.rpc.Status` on the wire. Immutable.
///
/// @param code what kind of outcome
/// @param message text for a person, may be empty
/// @param details further messages, mostly none
public record TtrpcStatus(TtrpcCode code, String message, List<Any> details) {

    /// Success.
    public static final TtrpcStatus OK = new TtrpcStatus(TtrpcCode.OK, "", List.of());

    /// Copies the details.
    ///
    /// @param code what kind of outcome
    /// @param message text for a person, may be empty
    /// @param details further messages, mostly none
    public TtrpcStatus {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        details = List.copyOf(details);
    }

    /// Returns a status without details.
    ///
    /// @param code what kind of outcome
    /// @param message text for a person, may be empty
    /// @return the status
    public static TtrpcStatus of(TtrpcCode code, String message) {
        return new TtrpcStatus(code, message, List.of());
    }

    /// Returns whether the call succeeded.
    ///
    /// @return true for [TtrpcCode#OK]
    public boolean isOk() {
        return code == TtrpcCode.OK;
    }
}
