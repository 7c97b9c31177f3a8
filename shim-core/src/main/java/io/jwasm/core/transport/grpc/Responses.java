package io.jwasm.core.transport.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import java.io.InputStream;

/// Responses on their way out; a server reads none.
enum Responses implements MethodDescriptor.Marshaller<MessageLite> {
    INSTANCE;

    @Override
    public InputStream stream(MessageLite response) {
        return response.toByteString().newInput();
    }

    @Override
    public MessageLite parse(InputStream stream) {
        throw new UnsupportedOperationException("a response at the server");
    }
}
