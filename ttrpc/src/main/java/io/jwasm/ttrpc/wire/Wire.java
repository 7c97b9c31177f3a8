package io.jwasm.ttrpc.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/// What both envelopes need to read protobuf fields by hand, see [the
/// encoding](https://protobuf.dev/programming-guides/encoding/).
final class Wire {

    static final int VARINT = 0;
    static final int LENGTH_DELIMITED = 2;

    private Wire() {}

    static Payload readPayload(CodedInputStream in, byte[] data) throws IOException {
        int length = readLength(in);
        int offset = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return length == 0 ? Payload.EMPTY : new Payload(data, offset, length);
    }

    static int readLength(CodedInputStream in) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0) {
            throw new InvalidProtocolBufferException("negative length");
        }
        return length;
    }

    /// Skips a field that is unknown, or known with another wire type, as generated code does.
    static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("end of a group that did not begin");
        }
    }
}
