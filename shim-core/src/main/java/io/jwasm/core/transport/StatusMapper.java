package io.jwasm.core.transport;

import io.jwasm.api.error.ShimException;
import java.util.Objects;

/// Turns failures into status codes, the same for every transport.
///
/// The codes are those of
/// [google.rpc.Code](https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto),
/// on which containerd's `errdefs` rests.
public final class StatusMapper {

    private static final int CANCELLED = 1;
    private static final int INVALID_ARGUMENT = 3;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int NOT_FOUND = 5;
    private static final int ALREADY_EXISTS = 6;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int FAILED_PRECONDITION = 9;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;

    private StatusMapper() {}

    /// Maps a failure.
    ///
    /// @param failure any failure of a call
    /// @return its code and message
    public static RpcStatus map(Throwable failure) {
        if (failure instanceof ShimException known) {
            return new RpcStatus(code(known), message(known));
        }
        if (failure instanceof InterruptedException) {
            return new RpcStatus(CANCELLED, "the caller has gone");
        }
        return new RpcStatus(INTERNAL, message(failure));
    }

    /// Maps a status that a peer gave back to the kind of failure it stands for.
    ///
    /// @param status a status other than OK
    /// @return the failure
    public static ShimException unmap(RpcStatus status) {
        String message = status.message();
        return switch (status.code()) {
            case CANCELLED -> new ShimException.Canceled(message);
            case INVALID_ARGUMENT -> new ShimException.InvalidArgument(message);
            case DEADLINE_EXCEEDED -> new ShimException.DeadlineExceeded(message);
            case NOT_FOUND -> new ShimException.NotFound(message);
            case ALREADY_EXISTS -> new ShimException.AlreadyExists(message);
            case PERMISSION_DENIED ->
                    new ShimException.PermissionDenied(message, new RemoteFailure(status));
            case RESOURCE_EXHAUSTED -> new ShimException.ResourceExhausted(message);
            case FAILED_PRECONDITION -> new ShimException.FailedPrecondition(message);
            case UNIMPLEMENTED -> new ShimException.NotImplemented(message);
            case UNAVAILABLE -> new ShimException.Unavailable(message);
            default -> new ShimException.Internal(message, new RemoteFailure(status));
        };
    }

    private static int code(ShimException failure) {
        return switch (failure) {
            case ShimException.InvalidArgument _ -> INVALID_ARGUMENT;
            case ShimException.NotFound _ -> NOT_FOUND;
            case ShimException.AlreadyExists _ -> ALREADY_EXISTS;
            case ShimException.PermissionDenied _ -> PERMISSION_DENIED;
            case ShimException.ResourceExhausted _ -> RESOURCE_EXHAUSTED;
            case ShimException.FailedPrecondition _ -> FAILED_PRECONDITION;
            case ShimException.NotImplemented _ -> UNIMPLEMENTED;
            case ShimException.Unavailable _ -> UNAVAILABLE;
            case ShimException.Canceled _ -> CANCELLED;
            case ShimException.DeadlineExceeded _ -> DEADLINE_EXCEEDED;
            case ShimException.Internal _ -> INTERNAL;
        };
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElseGet(failure.getMessage(), failure::toString);
    }

    /// The cause of a failure that happened in the peer.
    private static final class RemoteFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RemoteFailure(RpcStatus status) {
            super("status %d of the peer".formatted(status.code()), null, false, false);
        }
    }
}
