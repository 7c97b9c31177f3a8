package io.jwasm.ttrpc.server;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.ttrpc.MessageSource;
import io.jwasm.ttrpc.wire.Payload;
import org.jspecify.annotations.Nullable;

/// The requests of one call.
record RequestSource<Q extends MessageLite>(ServerCall call, Parser<Q> parser)
        implements MessageSource<Q> {

    @Override
    public @Nullable Q receive() throws InterruptedException {
        Payload next = call.inbox().take(Long.MAX_VALUE);
        return next == null ? null : ServerCall.parse(next, parser);
    }
}
