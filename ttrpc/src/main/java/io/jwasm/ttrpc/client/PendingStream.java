package io.jwasm.ttrpc.client;

import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.wire.ResponseEnvelope;

/// A stream that the client has opened and whose end has not come. Called on the loop's thread.
interface PendingStream {

    /// Takes the frame that ends the stream.
    void response(ResponseEnvelope response);

    /// Takes a data frame.
    void data(int flags, byte[] data);

    /// Takes the failure that ends the stream.
    void failed(TtrpcException cause);
}
