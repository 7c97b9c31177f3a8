package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.method;
import static io.jwasm.ttrpc.Calls.service;
import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.ClientStream;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.CallContext;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams between our client and our server.
class StreamingTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Endpoint endpoint;
    private TtrpcClient client;

    @BeforeEach
    void connect() throws Exception {
        endpoint = new Endpoint(TtrpcServer.builder().service(streams().build()));
        client = endpoint.client();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        endpoint.close();
    }

    private ServiceDefinition.Builder streams() {
        return service()
                .unary("Echo", StringValue.parser(), (q, _) -> q)
                .clientStream("Join", StringValue.parser(), (requests, _) -> text(join(requests)))
                .clientStream(
                        "Drain",
                        StringValue.parser(),
                        (requests, _) -> {
                            join(requests);
                            return Empty.getDefaultInstance();
                        })
                .clientStream(
                        "Stuck",
                        BytesValue.parser(),
                        (requests, _) -> {
                            release.await();
                            return requests.receive() == null ? text("ended") : text("message");
                        })
                .serverStream("Split", StringValue.parser(), StreamingTest::split)
                .serverStream("Flood", StringValue.parser(), this::flood)
                .serverStream("Burst", StringValue.parser(), this::burst)
                .bidiStream(
                        "Chat",
                        StringValue.parser(),
                        (requests, responses, _) -> {
                            for (StringValue q = requests.receive();
                                    q != null;
                                    q = requests.receive()) {
                                responses.send(text("re: " + q.getValue()));
                            }
                        });
    }

    private static String join(MessageSource<StringValue> requests) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        for (StringValue q = requests.receive(); q != null; q = requests.receive()) {
            all.append(q.getValue()).append(';');
        }
        return all.toString();
    }

    private static void split(
            StringValue request, MessageSink<StringValue> responses, CallContext context)
            throws InterruptedException {
        for (String part : List.of(request.getValue().split(" ", -1))) {
            if (part.equals("fail")) {
                throw new TtrpcException(TtrpcCode.OUT_OF_RANGE, "met fail");
            }
            responses.send(text(part));
        }
    }

    private void flood(StringValue request, MessageSink<BytesValue> responses, CallContext context)
            throws InterruptedException {
        BytesValue block = BytesValue.of(ByteString.copyFrom(new byte[64 << 10]));
        try {
            while (true) {
                responses.send(block);
            }
        } catch (InterruptedException e) {
            seen.add("interrupted");
            throw e;
        } catch (TtrpcException e) {
            seen.add(e.getMessage());
            throw e;
        }
    }

    /// Sends more than inbox, sockets and queues take, so that it ends only when the client reads
    /// on.
    private void burst(StringValue request, MessageSink<BytesValue> responses, CallContext context)
            throws InterruptedException {
        BytesValue block = BytesValue.of(ByteString.copyFrom(new byte[1 << 20]));
        for (int i = 0; i < 16; i++) {
            responses.send(block);
        }
        seen.add("sent");
    }

    private static <R extends MessageLite> List<R> drain(MessageSource<R> source)
            throws InterruptedException {
        List<R> all = new ArrayList<>();
        for (R next = source.receive(); next != null; next = source.receive()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void manyRequestsGiveOneResponse() throws Exception {
        try (ClientStream<StringValue, StringValue> join =
                client.stream(method("Join"), CallOptions.NONE)) {
            for (int i = 0; i < 1_000; i++) {
                join.send(text(i % 10 == 0 ? "" : "x"));
            }
            assertThat(join.finish()).isEqualTo(text((";" + "x;".repeat(9)).repeat(100)));
        }
    }

    @Test
    void anEmptyResponseToManyRequestsIsAMessage() throws Exception {
        RpcMethod<Empty> drain = new RpcMethod<>(Calls.SERVICE, "Drain", Empty.parser());
        try (ClientStream<StringValue, Empty> stream = client.stream(drain, CallOptions.NONE)) {
            stream.send(text("x"));
            assertThat(stream.finish()).isEqualTo(Empty.getDefaultInstance());
        }
    }

    @Test
    void oneRequestGivesManyResponses() throws Exception {
        try (ClientStream<MessageLite, StringValue> split =
                client.serverStream(method("Split"), text("a b  c"), CallOptions.NONE)) {
            assertThat(drain(split)).containsExactly(text("a"), text("b"), text(""), text("c"));
            assertThat(split.receive()).isNull();
        }
    }

    @Test
    void aFailureComesAfterTheResponsesBeforeIt() throws Exception {
        try (ClientStream<MessageLite, StringValue> split =
                client.serverStream(method("Split"), text("a fail b"), CallOptions.NONE)) {
            assertThat(split.receive()).isEqualTo(text("a"));
            assertThatThrownBy(split::receive).hasMessage("OUT_OF_RANGE: met fail");
        }
    }

    @Test
    void bothSidesStreamInTurns() throws Exception {
        try (ClientStream<StringValue, StringValue> chat =
                client.stream(method("Chat"), CallOptions.NONE)) {
            for (int i = 0; i < 100; i++) {
                chat.send(text("m" + i));
                assertThat(chat.receive()).isEqualTo(text("re: m" + i));
            }
            chat.endSending();
            assertThat(chat.receive()).isNull();
            assertThatThrownBy(() -> chat.send(text("late")))
                    .hasMessageStartingWith("FAILED_PRECONDITION: ");
        }
    }

    @Test
    void streamsShareAConnectionWithCalls() throws Exception {
        try (ClientStream<StringValue, StringValue> first =
                        client.stream(method("Chat"), CallOptions.NONE);
                ClientStream<StringValue, StringValue> second =
                        client.stream(method("Chat"), CallOptions.NONE)) {
            second.send(text("2"));
            first.send(text("1"));
            assertThat(call(client, "Echo", "between")).isEqualTo("between");
            assertThat(first.receive()).isEqualTo(text("re: 1"));
            assertThat(second.receive()).isEqualTo(text("re: 2"));
        }
    }

    @Test
    void aTimeoutEndsAStreamOnBothSides() throws Exception {
        CallOptions brief = CallOptions.NONE.withTimeout(Duration.ofMillis(50));
        try (ClientStream<StringValue, StringValue> chat = client.stream(method("Chat"), brief)) {
            assertThatThrownBy(chat::receive).hasMessageStartingWith("DEADLINE_EXCEEDED: ");
        }
        assertThat(call(client, "Echo", "alive")).isEqualTo("alive");
    }

    @Test
    void senderWaitsForASlowReaderAndLearnsThatItHasLeft() throws Exception {
        RpcMethod<BytesValue> flood = new RpcMethod<>(Calls.SERVICE, "Flood", BytesValue.parser());
        try (TtrpcClient slow = endpoint.client();
                ClientStream<MessageLite, BytesValue> stream =
                        slow.serverStream(flood, text(""), CallOptions.NONE)) {
            assertThat(stream.receive()).isNotNull();
            assertThat(call(client, "Echo", "unharmed")).isEqualTo("unharmed");
        }
        assertThat(seen.poll(60, TimeUnit.SECONDS))
                .isIn(
                        "interrupted",
                        "UNAVAILABLE: connection is closed",
                        "CANCELLED: the call is over");
    }

    @Test
    void aReceiverThatIsTooSlowLosesItsStreamAndTheConnectionGoesOn() throws Exception {
        RpcMethod<BytesValue> burst = new RpcMethod<>(Calls.SERVICE, "Burst", BytesValue.parser());
        try (ClientStream<MessageLite, BytesValue> stream =
                client.serverStream(burst, text(""), CallOptions.NONE)) {
            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("sent");
            assertThatThrownBy(stream::receive)
                    .hasMessage("RESOURCE_EXHAUSTED: stream is full: its receiver was too slow");
            assertThat(call(client, "Echo", "later")).isEqualTo("later");
        }
    }

    @Test
    void aHandlerThatIsTooSlowLosesItsStreamAndTheConnectionGoesOn() throws Exception {
        RpcMethod<StringValue> stuck = method("Stuck");
        BytesValue block = BytesValue.of(ByteString.copyFrom(new byte[1 << 20]));
        try (ClientStream<BytesValue, StringValue> stream =
                client.stream(stuck, CallOptions.NONE)) {
            for (int i = 0; i < 6; i++) {
                stream.send(block);
            }
            assertThat(call(client, "Echo", "later")).isEqualTo("later");
            release.countDown();
            assertThatThrownBy(stream::finish)
                    .hasMessage("RESOURCE_EXHAUSTED: stream is full: its receiver was too slow");
        }
    }

    @Test
    void aStreamFailsWithItsConnection() throws Exception {
        try (ClientStream<StringValue, StringValue> chat =
                client.stream(method("Chat"), CallOptions.NONE)) {
            chat.send(text("x"));
            assertThat(chat.receive()).isEqualTo(text("re: x"));
            endpoint.server().close();
            assertThatThrownBy(chat::receive).hasMessage("UNAVAILABLE: connection is closed");
        }
    }

    @Test
    void aClosedStreamReceivesNothingMore() throws Exception {
        ClientStream<StringValue, StringValue> chat =
                client.stream(method("Chat"), CallOptions.NONE);
        chat.send(text("x"));
        chat.close();
        assertThatThrownBy(chat::receive).hasMessage("CANCELLED: stream is closed");
        assertThat(call(client, "Echo", "alive")).isEqualTo("alive");
    }
}
