package io.jwasm.ttrpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.jwasm.proto.ttrpc.KeyValue;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.proto.ttrpc.Response;
import io.jwasm.proto.ttrpc.Status;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Envelopes written and read by hand are what generated code writes and reads.
class EnvelopeTest {

    static Stream<Request> requests() {
        return Stream.of(
                Request.getDefaultInstance(),
                Request.newBuilder()
                        .setService("containerd.task.v2.Task")
                        .setMethod("Create")
                        .build(),
                Request.newBuilder()
                        .setService("s")
                        .setMethod("m")
                        .setPayload(StringValue.of("pàyload").toByteString())
                        .setTimeoutNano(5_000_000_000L)
                        .addMetadata(KeyValue.newBuilder().setKey("k").setValue("v"))
                        .addMetadata(KeyValue.newBuilder().setKey("k"))
                        .addMetadata(KeyValue.newBuilder())
                        .build(),
                Request.newBuilder().setTimeoutNano(-1).build(),
                Request.newBuilder().setService("x".repeat(200)).build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsEqualGeneratedOnes(Request generated) throws Exception {
        RequestEnvelope read = RequestEnvelope.decode(generated.toByteArray());
        assertThat(generatedFrom(read)).isEqualTo(generated);
        FrameEncoder.Call call =
                new FrameEncoder.Call(
                        read.service(), read.method(), read.timeoutNanos(), read.metadata());
        MessageLite payload = read.payload().parse(StringValue.parser());
        ByteBuffer frame = FrameEncoder.request(0x01020304, 2, call, payload);
        assertFrame(frame, "0102030401" + "02", generated);
    }

    static Request generatedFrom(RequestEnvelope read) throws InvalidProtocolBufferException {
        Request.Builder request =
                Request.newBuilder()
                        .setService(read.service())
                        .setMethod(read.method())
                        .setPayload(bytesOf(read.payload()))
                        .setTimeoutNano(read.timeoutNanos());
        for (int i = 0; i < read.metadata().size(); i++) {
            request.addMetadata(
                    KeyValue.newBuilder()
                            .setKey(read.metadata().key(i))
                            .setValue(read.metadata().value(i)));
        }
        return request.build();
    }

    static ByteString bytesOf(Payload payload) throws InvalidProtocolBufferException {
        // Empty has no fields, so that it keeps any bytes as unknown fields.
        return payload.length() == 0
                ? ByteString.EMPTY
                : payload.parse(Empty.parser()).toByteString();
    }

    private static void assertFrame(ByteBuffer frame, String idTypeFlags, MessageLite envelope) {
        assertThat(frame.getInt(0))
                .isEqualTo(frame.remaining() - 10)
                .isEqualTo(envelope.getSerializedSize());
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        assertThat(HexFormat.of().formatHex(bytes, 4, 10)).isEqualTo(idTypeFlags);
        assertThat(ByteString.copyFrom(bytes, 10, bytes.length - 10))
                .isEqualTo(envelope.toByteString());
    }

    static Stream<Response> responses() {
        return Stream.of(
                Response.getDefaultInstance(),
                Response.newBuilder().setPayload(StringValue.of("x").toByteString()).build(),
                Response.newBuilder()
                        .setStatus(Status.newBuilder().setCode(12).setMessage("no"))
                        .build(),
                Response.newBuilder().setStatus(Status.newBuilder().setCode(16)).build(),
                Response.newBuilder()
                        .setStatus(
                                Status.newBuilder()
                                        .setCode(5)
                                        .setMessage("m".repeat(300))
                                        .addDetails(Any.pack(StringValue.of("d")))
                                        .addDetails(Any.getDefaultInstance()))
                        .setPayload(StringValue.of("both").toByteString())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesEqualGeneratedOnes(Response generated) throws Exception {
        ResponseEnvelope read = ResponseEnvelope.decode(generated.toByteArray());
        assertThat(read.status().code().number()).isEqualTo(generated.getStatus().getCode());
        assertThat(read.status().message()).isEqualTo(generated.getStatus().getMessage());
        assertThat(read.status().details()).isEqualTo(generated.getStatus().getDetailsList());
        assertThat(bytesOf(read.payload())).isEqualTo(generated.getPayload());
        MessageLite payload = read.payload().parse(StringValue.parser());
        assertFrame(
                FrameEncoder.response(9, read.status(), payload), "00000009" + "0200", generated);
    }

    @Test
    void aSuccessWithAnEmptyStatusIsReadAsSuccess() throws Exception {
        Response explicit = Response.newBuilder().setStatus(Status.getDefaultInstance()).build();
        assertThat(ResponseEnvelope.decode(explicit.toByteArray()).status())
                .isEqualTo(TtrpcStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 17, Integer.MAX_VALUE})
    void codesOutsideTheTableAreUnknown(int code) throws Exception {
        Response odd = Response.newBuilder().setStatus(Status.newBuilder().setCode(code)).build();
        assertThat(ResponseEnvelope.decode(odd.toByteArray()).status().code())
                .isEqualTo(TtrpcCode.UNKNOWN);
    }

    @Test
    void dataFramesHoldTheBareMessage() {
        assertFrame(
                FrameEncoder.data(3, StringValue.of("x")),
                "00000003" + "0300",
                StringValue.of("x"));
        assertFrame(FrameEncoder.endOfData(3), "00000003" + "0305", Empty.getDefaultInstance());
    }

    @Test
    void messagesBeyondTheLimitAreNotEncoded() {
        BytesValue tooLarge = BytesValue.of(ByteString.copyFrom(new byte[Frame.MAX_DATA_BYTES]));
        FrameEncoder.Call call = new FrameEncoder.Call("s", "m", 0, Metadata.EMPTY);
        List<MessageLite> payloads = List.of(tooLarge);
        for (@Nullable MessageLite payload : payloads) {
            assertThatThrownBy(() -> FrameEncoder.request(1, 0, call, payload))
                    .isInstanceOf(TtrpcException.class);
            assertThatThrownBy(() -> FrameEncoder.response(1, TtrpcStatus.OK, payload))
                    .hasMessage(
                            "RESOURCE_EXHAUSTED: message of 4194314 bytes exceeds the maximum of"
                                    + " 4194304");
        }
        assertThatThrownBy(() -> FrameEncoder.data(1, tooLarge)).isInstanceOf(TtrpcException.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "0a05", // service longer than the data
                "0affffffff0f", // negative length
                "0a01ff", // service that is no UTF-8
                "1a02", // payload cut off
                "2a030a05", // pair cut off
                "2080808080808080808080", // timeout of more than ten bytes
                "07", // field with an unknown wire type
                "00", // field number zero
                "0c", // end of a group that did not begin
                "0b", // group without an end
            })
    void brokenRequestsAreRefusedAsByGeneratedCode(String hex) {
        byte[] data = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Request.parseFrom(data))
                .isInstanceOf(InvalidProtocolBufferException.class);
        assertThatThrownBy(() -> RequestEnvelope.decode(data))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void unknownFieldsAreSkippedAndTheLastOfAFieldWins() throws Exception {
        // Field 1 twice, field 9 as varint, field 10 as group, field 11 as 32 and 12 as 64 bits.
        byte[] data =
                HexFormat.of()
                        .parseHex(
                                "0a0161"
                                        + "0a0162"
                                        + "4801"
                                        + "53080154"
                                        + "5d01020304"
                                        + "610102030405060708");
        assertThat(RequestEnvelope.decode(data).service())
                .isEqualTo(Request.parseFrom(data).getService())
                .isEqualTo("b");
    }
}
