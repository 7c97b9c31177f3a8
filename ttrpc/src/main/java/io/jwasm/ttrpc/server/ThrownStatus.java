package io.jwasm.ttrpc.server;

import io.jwasm.ttrpc.FailureListener;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import java.util.function.Function;

/// Finds the status that a caller gets for what a handler threw. Immutable.
///
/// @param mapper the server's own mapping, asked about all but a [TtrpcException]
/// @param failures is told of what the caller cannot make sense of
record ThrownStatus(Function<Throwable, TtrpcStatus> mapper, FailureListener failures) {

    TtrpcStatus of(Throwable thrown, CallContext call) {
        if (thrown instanceof TtrpcException known) {
            return known.status();
        }
        try {
            TtrpcStatus status = mapper.apply(thrown);
            if (status.code() != TtrpcCode.INTERNAL && !status.isOk()) {
                return status;
            }
            failures.failed("ttrpc: " + call.service() + "/" + call.method() + " failed", thrown);
            return status.isOk() ? internal(thrown) : status;
        } catch (Throwable t) {
            t.addSuppressed(thrown);
            failures.failed("ttrpc: status of a failed " + call.service() + "/" + call.method(), t);
            return internal(thrown);
        }
    }

    private static TtrpcStatus internal(Throwable thrown) {
        return TtrpcStatus.of(TtrpcCode.INTERNAL, thrown.toString());
    }

    /// Maps what a handler threw to INTERNAL with the throwable's text.
    enum ToInternal implements Function<Throwable, TtrpcStatus> {
        INSTANCE;

        @Override
        public TtrpcStatus apply(Throwable thrown) {
            return internal(thrown);
        }
    }
}
