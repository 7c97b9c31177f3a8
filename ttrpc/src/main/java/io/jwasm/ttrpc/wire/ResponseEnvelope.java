package io.jwasm.ttrpc.wire;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The data of a response frame: message `Response` {1 status, 2 payload}, with `google.rpc.Status`
/// {1 code, 2 message, 3 details}.
///
/// @param status the outcome; OK if the frame has none
/// @param payload the response message
public record ResponseEnvelope(TtrpcStatus status, Payload payload) {

    static final int STATUS = 1;
    static final int PAYLOAD = 2;
    static final int STATUS_CODE = 1;
    static final int STATUS_MESSAGE = 2;
    static final int STATUS_DETAILS = 3;

    /// Decodes a response frame's data.
    ///
    /// @param data the data
    /// @return the response
    /// @throws InvalidProtocolBufferException if the data is no response
    public static ResponseEnvelope decode(byte[] data) throws InvalidProtocolBufferException {
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
        private int code;
        private String message = "";
        private List<Any> details = List.of();
        private Payload payload = Payload.EMPTY;

        Reader(byte[] data) {
            this.data = data;
            this.in = CodedInputStream.newInstance(data);
        }

        ResponseEnvelope read() throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case STATUS << 3 | Wire.LENGTH_DELIMITED -> readStatus();
                    case PAYLOAD << 3 | Wire.LENGTH_DELIMITED ->
                            payload = Wire.readPayload(in, data);
                    default -> Wire.skip(in, tag);
                }
            }
            return new ResponseEnvelope(status(), payload);
        }

        private TtrpcStatus status() {
            boolean isPlainSuccess = code == 0 && message.isEmpty() && details.isEmpty();
            return isPlainSuccess
                    ? TtrpcStatus.OK
                    : new TtrpcStatus(TtrpcCode.of(code), message, details);
        }

        private void readStatus() throws IOException {
            int outer = in.pushLimit(Wire.readLength(in));
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case STATUS_CODE << 3 | Wire.VARINT -> code = in.readInt32();
                    case STATUS_MESSAGE << 3 | Wire.LENGTH_DELIMITED ->
                            message = in.readStringRequireUtf8();
                    case STATUS_DETAILS << 3 | Wire.LENGTH_DELIMITED -> readDetail();
                    default -> Wire.skip(in, tag);
                }
            }
            in.popLimit(outer);
        }

        private void readDetail() throws IOException {
            if (details.isEmpty()) {
                details = new ArrayList<>();
            }
            details.add(in.readMessage(Any.parser(), ExtensionRegistryLite.getEmptyRegistry()));
        }
    }
}
