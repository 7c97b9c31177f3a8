package io.jwasm.bundle.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A bundle, a root filesystem or an image that cannot be used, and why.
///
/// Messages are made for whoever typed the command: lower case, the subject first, values quoted,
/// no full stop.
public final class BundleException extends Exception {

    private static final long serialVersionUID = 1L;

    /// What kind of failure it is; the task service maps each to one status.
    public enum Kind {
        /// What was given is wrong: a specification that is not valid, a file of the wrong kind.
        INVALID_ARGUMENT,
        /// What was named does not exist.
        NOT_FOUND,
        /// The kernel refused access.
        PERMISSION_DENIED,
        /// A limit or the disk is exhausted.
        RESOURCE_EXHAUSTED,
        /// Something failed that whoever gave the input could not have avoided.
        INTERNAL
    }

    private final Kind kind;

    private BundleException(Kind kind, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.kind = kind;
    }

    /// Creates a failure that no other failure caused.
    ///
    /// @param kind its kind
    /// @param message the subject, then the fault
    public BundleException(Kind kind, String message) {
        this(kind, message, null);
    }

    /// Wraps the failure that caused it, whose message follows the given one after a colon.
    ///
    /// @param kind its kind
    /// @param message the subject, then what was attempted
    /// @param cause what brought it about
    /// @return the failure
    public static BundleException because(Kind kind, String message, Throwable cause) {
        return new BundleException(kind, message + ": " + cause.getMessage(), cause);
    }

    /// Creates a failure of kind [Kind#INVALID_ARGUMENT].
    ///
    /// @param message the subject, then the fault
    /// @return the failure
    public static BundleException invalid(String message) {
        return new BundleException(Kind.INVALID_ARGUMENT, message, null);
    }

    /// Creates a failure of kind [Kind#NOT_FOUND].
    ///
    /// @param message what was looked for
    /// @return the failure
    public static BundleException notFound(String message) {
        return new BundleException(Kind.NOT_FOUND, message, null);
    }

    /// The kind of failure.
    ///
    /// @return never null
    public Kind kind() {
        return kind;
    }

    /// The message, which this exception always has.
    ///
    /// @return the subject, then the fault
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
