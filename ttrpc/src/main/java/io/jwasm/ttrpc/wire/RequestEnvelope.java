package io.jwasm.ttrpc.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.ttrpc.Metadata;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The data of a request frame: message `Request` {1 service, 2 method, 3 payload, 4 timeout_nano,
/// 5 metadata}.
///
/// @param service full name of the protobuf service
/// @param method name of the method
/// @param payload the request message; of an encoded request see [FrameEncoder]
/// @param timeoutNanos time for the call from now on; 0 for no limit, negative when it was over
///   before it was sent
/// @param metadata pairs beside the request
public record RequestEnvelope(
        String service, String method, Payload payload, long timeoutNanos, Metadata metadata) {

    static final int SERVICE = 1;
    static final int METHOD = 2;
    static final int PAYLOAD = 3;
    static final int TIMEOUT_NANO = 4;
    static final int METADATA = 5;

    /// Decodes a request frame's data.
    ///
    /// @param data the data
    /// @return the request
    /// @throws InvalidProtocolBufferException if the data is no request
    public static RequestEnvelope decode(byte[] data) throws InvalidProtocolBufferException {
        try {
            return new Reader(data).read();
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    private static final class Reader {
        private final byte[] data;
        private final CodedInputStream in;
        private String service = "";
        private String method = "";
        private Payload payload = Payload.EMPTY;
        private long timeoutNanos;
        private Metadata.@Nullable Builder metadata;

        Reader(byte[] data) {
            this.data = data;
            this.in = CodedInputStream.newInstance(data);
        }

        RequestEnvelope read() throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case SERVICE << 3 | Wire.LENGTH_DELIMITED ->
                            service = in.readStringRequireUtf8();
                    case METHOD << 3 | Wire.LENGTH_DELIMITED -> method = in.readStringRequireUtf8();
                    case PAYLOAD << 3 | Wire.LENGTH_DELIMITED ->
                            payload = Wire.readPayload(in, data);
                    case TIMEOUT_NANO << 3 | Wire.VARINT -> timeoutNanos = in.readInt64();
                    case METADATA << 3 | Wire.LENGTH_DELIMITED -> readPair();
                    default -> Wire.skip(in, tag);
                }
            }
            Metadata pairs = metadata == null ? Metadata.EMPTY : metadata.build();
            return new RequestEnvelope(service, method, payload, timeoutNanos, pairs);
        }

        /// Reads message `KeyValue` {1 key, 2 value}.
        private void readPair() throws IOException {
            int outer = in.pushLimit(Wire.readLength(in));
            String key = "";
            String value = "";
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 | Wire.LENGTH_DELIMITED -> key = in.readStringRequireUtf8();
                    case 2 << 3 | Wire.LENGTH_DELIMITED -> value = in.readStringRequireUtf8();
                    default -> Wire.skip(in, tag);
                }
            }
            in.popLimit(outer);
            if (metadata == null) {
                metadata = Metadata.builder();
            }
            metadata.add(key, value);
        }
    }
}
