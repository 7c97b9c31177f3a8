package io.jwasm.core.error;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.engine.ModuleException;
import java.util.Objects;

/// Turns the failures of what a container stands on into those that a caller is told.
public final class Failures {

    private Failures() {}

    /// A fault in the bundle.
    ///
    /// @param failure what was found
    /// @return what the caller is told
    public static ShimException of(BundleException failure) {
        String message = failure.getMessage();
        return switch (failure.kind()) {
            case INVALID_ARGUMENT -> new ShimException.InvalidArgument(message, failure);
            case NOT_FOUND -> new ShimException.NotFound(message, failure);
            case PERMISSION_DENIED -> new ShimException.PermissionDenied(message, failure);
            case RESOURCE_EXHAUSTED -> new ShimException.ResourceExhausted(message, failure);
            case INTERNAL -> new ShimException.Internal(message, failure);
        };
    }

    /// A module that cannot be run.
    ///
    /// @param failure why
    /// @return what the caller is told
    public static ShimException of(ModuleException failure) {
        return new ShimException.InvalidArgument(
                Objects.requireNonNullElse(failure.getMessage(), "module refused"), failure);
    }

    /// A system call that the kernel refused.
    ///
    /// @param attempted what it was for
    /// @param failure what the kernel answered
    /// @return what the caller is told
    public static ShimException of(String attempted, ErrnoException failure) {
        String message = attempted + ": " + failure.getMessage();
        return switch (failure.errno()) {
            case Errno.ENOENT -> new ShimException.NotFound(message, failure);
            case Errno.EPERM, Errno.EACCES -> new ShimException.PermissionDenied(message, failure);
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOSPC, Errno.EAGAIN ->
                    new ShimException.ResourceExhausted(message, failure);
            default -> new ShimException.Internal(message, failure);
        };
    }
}
