package io.jwasm.ttrpc.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.ttrpc.MessageSource;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.wire.Payload;
import org.jspecify.annotations.Nullable;

/// The requests of one call.
record RequestSource<Q extends MessageLite>(ServerCall call, Parser<Q> parser)
        implements MessageSource<Q> {

    @Override
    public @Nullable Q receive() throws InterruptedException {
        Payload next = call.inbox().take(Long.MAX_VALUE);
        return next == null ? null : parse(next, parser);
    }

    /// Parses one request.
    ///
    /// @throws TtrpcException INVALID_ARGUMENT if it is malformed
    static <Q extends MessageLite> Q parse(Payload payload, Parser<Q> parser) {
        try {
            return payload.parse(parser);
        } catch (InvalidProtocolBufferException e) {
            throw new TtrpcException(
                    TtrpcStatus.of(
                            TtrpcCode.INVALID_ARGUMENT,
                            "request cannot be parsed: " + e.getMessage()),
                    e);
        }
    }
}
