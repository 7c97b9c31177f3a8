package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.service;
import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the server does with peers that keep to the protocol only in part, seen byte by byte.
class ProtocolTest {

    private static final int REQUEST = 1;
    private static final int DATA = 3;

    private final CountDownLatch release = new CountDownLatch(1);
    private Endpoint endpoint;
    private RawPeer peer;

    @BeforeEach
    void connect() throws Exception {
        endpoint =
                new Endpoint(
                        TtrpcServer.builder()
                                .service(
                                        service()
                                                .unary("Echo", StringValue.parser(), (q, _) -> q)
                                                .unary(
                                                        "Blow",
                                                        StringValue.parser(),
                                                        (_, _) -> large())
                                                .unary(
                                                        "Wait",
                                                        StringValue.parser(),
                                                        (q, _) -> {
                                                            release.await();
                                                            return q;
                                                        })
                                                .clientStream(
                                                        "Count",
                                                        StringValue.parser(),
                                                        (requests, _) -> {
                                                            int count = 0;
                                                            while (requests.receive() != null) {
                                                                count++;
                                                            }
                                                            return text("" + count);
                                                        })
                                                .build()));
        peer = endpoint.rawPeer();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        endpoint.close();
    }

    private static BytesValue large() {
        return BytesValue.of(ByteString.copyFrom(new byte[(4 << 20) - 64]));
    }

    private static Request echo(String text) {
        return RawPeer.request(Calls.SERVICE, "Echo", text(text));
    }

    private void assertEchoes(int streamId) throws Exception {
        peer.sendRequest(streamId, echo("alive"));
        RawPeer.Received answer = peer.read();
        assertThat(answer.streamId()).isEqualTo(streamId);
        assertThat(answer.response().hasStatus()).isFalse();
        assertThat(StringValue.parseFrom(answer.response().getPayload()).getValue())
                .isEqualTo("alive");
    }

    private void assertRefused(int streamId, TtrpcCode code, String message) throws Exception {
        RawPeer.Received answer = peer.read();
        assertThat(answer.streamId()).isEqualTo(streamId);
        assertThat(answer.type()).isEqualTo(2);
        assertThat(TtrpcCode.of(answer.code())).isEqualTo(code);
        assertThat(answer.response().getStatus().getMessage()).isEqualTo(message);
    }

    @Test
    void evenStreamIdIsRefused() throws Exception {
        peer.sendRequest(2, echo(""));
        assertRefused(2, TtrpcCode.INVALID_ARGUMENT, "stream id of a client must be odd");
        assertEchoes(3);
    }

    @ParameterizedTest
    @CsvSource({"7", "5", "1", "-2147483647"})
    void reusedOrLowerStreamIdIsRefused(int streamId) throws Exception {
        // As unsigned numbers, -1 is the highest id of all.
        int first = streamId < 0 ? -1 : 7;
        assertEchoes(first);
        peer.sendRequest(streamId, echo(""));
        assertRefused(
                streamId, TtrpcCode.INVALID_ARGUMENT, "stream id must be higher than those before");
    }

    @Test
    void streamIdsBeyondTheSignedRangeAreServed() throws Exception {
        assertEchoes(Integer.MAX_VALUE);
        assertEchoes(Integer.MIN_VALUE + 1);
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "4", "255"})
    void framesOfOtherTypesAreIgnored(int type) throws Exception {
        peer.send(1, type, 7, new byte[100]);
        assertEchoes(1);
    }

    @Test
    void oversizeRequestIsRefusedDiscardedAndItsIdIsUsedUp() throws Exception {
        int size = (4 << 20) + 1;
        peer.sendHeader(size, 1, REQUEST, 0);
        assertRefused(
                1,
                TtrpcCode.RESOURCE_EXHAUSTED,
                "message of 4194305 bytes exceeds the maximum of 4194304");
        peer.sendBytes(new byte[size]);
        peer.sendRequest(1, echo(""));
        assertRefused(1, TtrpcCode.INVALID_ARGUMENT, "stream id must be higher than those before");
        assertEchoes(3);
    }

    @Test
    void oversizeDataFailsItsStream() throws Exception {
        peer.send(1, REQUEST, 2, RawPeer.request(Calls.SERVICE, "Count", text("")).toByteArray());
        peer.sendHeader(5 << 20, 1, DATA, 0);
        peer.sendBytes(new byte[5 << 20]);
        assertRefused(
                1,
                TtrpcCode.RESOURCE_EXHAUSTED,
                "message of 5242880 bytes exceeds the maximum of 4194304");
        assertEchoes(3);
    }

    @Test
    void anHttpRequestIsRefusedAsOversize() throws Exception {
        peer.sendBytes("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        RawPeer.Received answer = peer.read();
        assertThat(answer.type()).isEqualTo(2);
    }

    @Test
    void aRequestThatIsNoProtobufIsRefused() throws Exception {
        peer.send(1, REQUEST, 0, new byte[] {10, 100, 1});
        RawPeer.Received answer = peer.read();
        assertThat(TtrpcCode.of(answer.code())).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
        assertThat(answer.response().getStatus().getMessage())
                .startsWith("request frame cannot be parsed: ");
        assertEchoes(3);
    }

    @Test
    void dataWithoutAStreamIsRefusedAndLateDataIsDropped() throws Exception {
        peer.send(5, DATA, 0, new byte[0]);
        assertRefused(5, TtrpcCode.INVALID_ARGUMENT, "data for a stream that takes none");
        peer.send(7, REQUEST, 1, RawPeer.request(Calls.SERVICE, "Count", text("")).toByteArray());
        assertThat(peer.read().streamId()).isEqualTo(7);
        peer.send(7, DATA, 0, new byte[0]);
        assertEchoes(9);
    }

    @Test
    void dataForAUnaryCallIsRefused() throws Exception {
        peer.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("")));
        peer.send(1, DATA, 0, new byte[0]);
        assertRefused(1, TtrpcCode.INVALID_ARGUMENT, "data for a stream that takes none");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1"})
    void aStreamingMethodTakesARequestThatIsClosedFromTheStart(int flags, String count)
            throws Exception {
        peer.send(
                1,
                REQUEST,
                flags,
                RawPeer.request(Calls.SERVICE, "Count", text("a")).toByteArray());
        assertThat(StringValue.parseFrom(peer.read().response().getPayload()).getValue())
                .isEqualTo(count);
    }

    @Test
    void emptyMessagesOfAStreamCountAndTheLastOneMayCloseIt() throws Exception {
        peer.send(1, REQUEST, 2, RawPeer.request(Calls.SERVICE, "Count", text("")).toByteArray());
        peer.send(1, DATA, 0, new byte[0]);
        peer.send(1, DATA, 0, text("b").toByteArray());
        peer.send(1, DATA, 1, text("c").toByteArray());
        peer.send(1, DATA, 0, text("too late").toByteArray());
        assertThat(StringValue.parseFrom(peer.read().response().getPayload()).getValue())
                .isEqualTo("3");
    }

    @Test
    void aPeerThatEndedItsSideStillGetsItsAnswers() throws Exception {
        peer.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("half")));
        peer.sendRequest(3, echo("first"));
        peer.endOutput();
        assertThat(peer.read().streamId()).isEqualTo(3);
        release.countDown();
        assertThat(peer.read().streamId()).isEqualTo(1);
        assertThat(peer.isAtEnd()).isTrue();
    }

    @Test
    void aPeerThatEndedItsSideIsNotWaitedForWithoutEnd() throws Exception {
        peer.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("")));
        peer.endOutput();
        assertThat(peer.isAtEnd()).isTrue();
    }

    @Test
    void aFrameCutOffByTheEndOfTheConnectionIsNoCall() throws Exception {
        peer.sendHeader(100, 1, REQUEST, 0);
        peer.sendBytes(new byte[50]);
        peer.endOutput();
        assertThat(peer.isAtEnd()).isTrue();
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpNobodyElseAndGetsAllInTheEnd() throws Exception {
        int calls = 20;
        for (int i = 0; i < calls; i++) {
            peer.sendRequest(2 * i + 1, RawPeer.request(Calls.SERVICE, "Blow", text("")));
        }
        try (TtrpcClient other = endpoint.client()) {
            for (int i = 0; i < 100; i++) {
                assertThat(call(other, "Echo", "fast")).isEqualTo("fast");
            }
        }
        int bytes = 0;
        for (int i = 0; i < calls; i++) {
            bytes += peer.read().response().getPayload().size();
        }
        assertThat(bytes).isEqualTo(calls * large().getSerializedSize());
        assertEchoes(2 * calls + 1);
    }
}
