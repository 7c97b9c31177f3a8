package io.jwasm.core.transport.grpc;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Requests as they came: what cannot be parsed is then the call's business, which tells it as
/// ttrpc does.
enum Requests implements MethodDescriptor.Marshaller<ByteString> {
    INSTANCE;

    @Override
    public InputStream stream(ByteString request) {
        return request.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
        try {
            return ByteString.readFrom(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure); // The stream is in memory.
        }
    }
}
