package io.jwasm.api.error;

import org.jspecify.annotations.Nullable;

/// A failure that a caller of the task API is told about, by kind.
///
/// The kinds are those of containerd's `errdefs` that a shim can meet; the transport maps each to
/// one status code. Messages are lower case, name the subject first, quote values and carry no full
/// stop: `container "redis": task is running`.
public abstract sealed class ShimException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ShimException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The request itself is wrong: a malformed id, a specification that is not valid.
    public static final class InvalidArgument extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure with what is wrong, and where.
        ///
        /// @param message the subject, then the fault
        public InvalidArgument(String message) {
            super(message, null);
        }

        /// Creates the failure with its cause.
        ///
        /// @param message the subject, then the fault
        /// @param cause what brought it about
        public InvalidArgument(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// No such container, exec process or file; or the process is already gone.
    public static final class NotFound extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message what was looked for
        public NotFound(String message) {
            super(message, null);
        }

        /// Creates the failure with its cause.
        ///
        /// @param message what was looked for
        /// @param cause what brought it about
        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The id is in use.
    public static final class AlreadyExists extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message what exists already
        public AlreadyExists(String message) {
            super(message, null);
        }
    }

    /// The kernel or the policy refused: a mount that ended with EPERM.
    public static final class PermissionDenied extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure with its cause.
        ///
        /// @param message what was attempted
        /// @param cause who refused
        public PermissionDenied(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A limit or the disk is exhausted: a memory limit above the host's, ENOSPC, EMFILE.
    public static final class ResourceExhausted extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message which resource, asked for and available
        public ResourceExhausted(String message) {
            super(message, null);
        }

        /// Creates the failure with its cause.
        ///
        /// @param message which resource, asked for and available
        /// @param cause what brought it about
        public ResourceExhausted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The task's state does not allow the call: start of a running task, delete of a running task.
    public static final class FailedPrecondition extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message the subject and its state
        public FailedPrecondition(String message) {
            super(message, null);
        }
    }

    /// The shim does not offer the call; containerd's `ErrNotImplemented`.
    public static final class NotImplemented extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message what is not offered
        public NotImplemented(String message) {
            super(message, null);
        }
    }

    /// A peer is away: containerd's socket is gone, the daemon is shutting down.
    public static final class Unavailable extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message who is away
        public Unavailable(String message) {
            super(message, null);
        }

        /// Creates the failure with its cause.
        ///
        /// @param message who is away
        /// @param cause what brought it about
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The caller left before the call ended.
    public static final class Canceled extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message which call was given up
        public Canceled(String message) {
            super(message, null);
        }
    }

    /// The time that the caller gave is over.
    public static final class DeadlineExceeded extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure.
        ///
        /// @param message which call ran out of time
        public DeadlineExceeded(String message) {
            super(message, null);
        }
    }

    /// Something failed that no caller could have avoided: an I/O error, a broken invariant.
    public static final class Internal extends ShimException {
        private static final long serialVersionUID = 1L;

        /// Creates the failure with its cause.
        ///
        /// @param message what was attempted
        /// @param cause what brought it about
        public Internal(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
