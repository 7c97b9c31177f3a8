package io.jwasm.ttrpc.server;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/// How to serve a method's calls. Polymorphic calls instead of a pattern switch: a switch over
/// types bootstraps `invokedynamic` at the first call of a starting server.
sealed interface Method {

    /// Serves a call and answers it; runs on the call's thread.
    void serve(ServerCall call) throws Exception;

    /// Whether data frames may follow the request.
    default boolean takesStream() {
        return false;
    }

    /// Whether cancellation interrupts the handler.
    default boolean isInterruptible() {
        return true;
    }

    /// One request, one response.
    record Unary<Q extends MessageLite, R extends MessageLite>(
            Parser<Q> parser, UnaryHandler<Q, R> handler, boolean isInterruptible)
            implements Method {
        @Override
        public void serve(ServerCall call) throws Exception {
            call.answer(handler.handle(call.request(parser), call));
        }
    }

    /// Many requests, one response.
    record ClientStream<Q extends MessageLite, R extends MessageLite>(
            Parser<Q> parser, ClientStreamHandler<Q, R> handler) implements Method {
        @Override
        public void serve(ServerCall call) throws Exception {
            call.answer(handler.handle(new RequestSource<>(call, parser), call));
        }

        @Override
        public boolean takesStream() {
            return true;
        }
    }

    /// One request, many responses.
    record ServerStream<Q extends MessageLite, R extends MessageLite>(
            Parser<Q> parser, ServerStreamHandler<Q, R> handler) implements Method {
        @Override
        public void serve(ServerCall call) throws Exception {
            handler.handle(call.request(parser), new ResponseSink<>(call), call);
            call.endStream();
        }
    }

    /// Many requests, many responses.
    record BidiStream<Q extends MessageLite, R extends MessageLite>(
            Parser<Q> parser, BidiStreamHandler<Q, R> handler) implements Method {
        @Override
        public void serve(ServerCall call) throws Exception {
            handler.handle(new RequestSource<>(call, parser), new ResponseSink<>(call), call);
            call.endStream();
        }

        @Override
        public boolean takesStream() {
            return true;
        }
    }
}
