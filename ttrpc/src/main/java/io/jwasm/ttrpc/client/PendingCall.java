package io.jwasm.ttrpc.client;

import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.wire.ResponseEnvelope;
import java.util.concurrent.CompletableFuture;

/// A unary call that waits for its response.
final class PendingCall extends CompletableFuture<ResponseEnvelope> implements PendingStream {

    @Override
    public void response(ResponseEnvelope response) {
        complete(response);
    }

    @Override
    public void data(int flags, byte[] data) {
        failed(new TtrpcException(TtrpcCode.INTERNAL, "server sent stream data in a unary call"));
    }

    @Override
    public void failed(TtrpcException cause) {
        completeExceptionally(cause);
    }
}
