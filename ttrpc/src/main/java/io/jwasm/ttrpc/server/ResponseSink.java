package io.jwasm.ttrpc.server;

import com.google.protobuf.MessageLite;
import io.jwasm.ttrpc.MessageSink;

/// The stream of responses of one call.
record ResponseSink<R extends MessageLite>(ServerCall call) implements MessageSink<R> {

    @Override
    public void send(R message) throws InterruptedException {
        call.sendData(message);
    }
}
