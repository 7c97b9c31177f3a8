package io.jwasm.ttrpc.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/// A message's bytes inside a frame that was received, not yet parsed. Immutable, as long as the
/// array is left alone.
public final class Payload {

    /// No bytes: an empty message.
    public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int offset;
    private final int length;

    Payload(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /// Returns a payload that is the whole of a frame's data.
    ///
    /// @param data the data
    /// @return the payload
    public static Payload of(byte[] data) {
        return data.length == 0 ? EMPTY : new Payload(data, 0, data.length);
    }

    /// Returns the size.
    ///
    /// @return bytes
    public int length() {
        return length;
    }

    /// Parses the message.
    ///
    /// @param <M> the message
    /// @param parser its parser
    /// @return the message
    /// @throws InvalidProtocolBufferException if the bytes are no such message
    public <M extends MessageLite> M parse(Parser<M> parser) throws InvalidProtocolBufferException {
        return parser.parseFrom(bytes, offset, length);
    }
}
