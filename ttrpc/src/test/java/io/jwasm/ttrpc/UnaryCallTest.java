package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.method;
import static io.jwasm.ttrpc.Calls.service;
import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import io.jwasm.ttrpc.server.UnaryHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Unary calls of our client to our server.
class UnaryCallTest {

    private static Endpoint serving(ServiceDefinition.Builder service) throws Exception {
        return new Endpoint(TtrpcServer.builder().service(service.build()));
    }

    @Test
    void responseComesBack() throws Exception {
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary(
                                                "Upper",
                                                StringValue.parser(),
                                                (q, _) ->
                                                        text(
                                                                q.getValue()
                                                                        .toUpperCase(
                                                                                java.util.Locale
                                                                                        .ROOT))));
                TtrpcClient client = endpoint.client()) {
            assertThat(call(client, "Upper", "abc")).isEqualTo("ABC");
            assertThat(call(client, "Upper", "")).isEmpty();
        }
    }

    @Test
    void handlerSeesNamesMetadataAndTime() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary(
                                                "Look",
                                                StringValue.parser(),
                                                (q, c) -> {
                                                    seen.add(c.service() + "/" + c.method());
                                                    seen.add(c.metadata().toString());
                                                    seen.add(
                                                            String.valueOf(
                                                                    c.remaining()
                                                                            .orElseThrow()
                                                                            .toSeconds()));
                                                    return q;
                                                }));
                TtrpcClient client = endpoint.client()) {
            client.call(
                    method("Look"),
                    text(""),
                    CallOptions.NONE
                            .withTimeout(java.time.Duration.ofMinutes(30).plusMillis(900))
                            .withMetadata(
                                    Metadata.of("Containerd-Namespace-Ttrpc", "moby")
                                            .with("k", "v")));
        }
        assertThat(seen)
                .containsExactly(
                        "test.Echo/Look", "{containerd-namespace-ttrpc=moby, k=v}", "1800");
    }

    @Test
    void statusOfATtrpcExceptionTravelsWithDetails() throws Exception {
        TtrpcStatus status =
                new TtrpcStatus(
                        TtrpcCode.FAILED_PRECONDITION,
                        "container \"redis\": task is running",
                        List.of(Any.pack(text("why"))));
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary(
                                                "Fail",
                                                StringValue.parser(),
                                                (_, _) -> {
                                                    throw new TtrpcException(status);
                                                }));
                TtrpcClient client = endpoint.client()) {
            assertThatThrownBy(() -> call(client, "Fail", ""))
                    .isInstanceOfSatisfying(
                            TtrpcException.class, e -> assertThat(e.status()).isEqualTo(status));
        }
    }

    @Test
    void otherThrowablesAreMappedAndOnlyUnexpectedOnesAreReported() throws Exception {
        BlockingQueue<String> reported = new LinkedBlockingQueue<>();
        TtrpcServer.Builder builder =
                TtrpcServer.builder()
                        .statusMapper(thrown ->
                                thrown instanceof IllegalArgumentException
                                        ? TtrpcStatus.of(TtrpcCode.INVALID_ARGUMENT, "mapped")
                                        : TtrpcStatus.of(TtrpcCode.INTERNAL, "broken"))
                        .failureListener(
                                (what, cause) -> reported.add(what + ": " + cause.getMessage()))
                        .service(
                                service()
                                        .unary(
                                                "Argument",
                                                StringValue.parser(),
                                                (_, _) -> {
                                                    throw new IllegalArgumentException("a");
                                                })
                                        .unary(
                                                "Error",
                                                StringValue.parser(),
                                                (_, _) -> {
                                                    throw new StackOverflowError("s");
                                                })
                                        .build());
        try (Endpoint endpoint = new Endpoint(builder);
                TtrpcClient client = endpoint.client()) {
            assertThatThrownBy(() -> call(client, "Argument", ""))
                    .hasMessage("INVALID_ARGUMENT: mapped");
            assertThatThrownBy(() -> call(client, "Error", "")).hasMessage("INTERNAL: broken");
        }
        assertThat(reported).containsExactly("ttrpc: test.Echo/Error failed: s");
    }

    @Test
    void unknownServiceAndMethodAreNamed() throws Exception {
        try (Endpoint endpoint = serving(service());
                TtrpcClient client = endpoint.client()) {
            RpcMethod<StringValue> noService =
                    new RpcMethod<>("no.Such", "X", StringValue.parser());
            assertThatThrownBy(() -> client.call(noService, text(""), CallOptions.NONE))
                    .hasMessage("UNIMPLEMENTED: service \"no.Such\" is unknown");
            assertThatThrownBy(() -> call(client, "Nope", ""))
                    .hasMessage(
                            "UNIMPLEMENTED: method \"Nope\" of service \"test.Echo\" is unknown");
        }
    }

    @Test
    void aServiceAnswersUnderTwoNames() throws Exception {
        ServiceDefinition v2 =
                service().unary("Echo", StringValue.parser(), (q, c) -> text(c.service())).build();
        try (Endpoint endpoint =
                        new Endpoint(
                                TtrpcServer.builder()
                                        .service(v2)
                                        .service(v2.named("test.v3.Echo")));
                TtrpcClient client = endpoint.client()) {
            RpcMethod<StringValue> v3 =
                    new RpcMethod<>("test.v3.Echo", "Echo", StringValue.parser());
            assertThat(call(client, "Echo", "")).isEqualTo("test.Echo");
            assertThat(client.call(v3, text(""), CallOptions.NONE).getValue())
                    .isEqualTo("test.v3.Echo");
        }
    }

    @Test
    void twoThousandCallsAreOpenAtOnceWithoutAThreadEach() throws Exception {
        int calls = 2_000;
        CountDownLatch started = new CountDownLatch(calls);
        CountDownLatch release = new CountDownLatch(1);
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary(
                                                "Wait",
                                                StringValue.parser(),
                                                (q, _) -> {
                                                    started.countDown();
                                                    release.await();
                                                    return q;
                                                })
                                        .unary("Echo", StringValue.parser(), (q, _) -> q));
                TtrpcClient client = endpoint.client()) {
            int threadsBefore = Thread.activeCount();
            List<CompletableFuture<StringValue>> open = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                open.add(client.callAsync(method("Wait"), text("n" + i), CallOptions.NONE));
            }
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(platformThreads()).isLessThan(threadsBefore + 32);
            assertThat(call(client, "Echo", "overtakes")).isEqualTo("overtakes");
            release.countDown();
            Set<String> answers = new HashSet<>();
            for (CompletableFuture<StringValue> answer : open) {
                answers.add(answer.get(60, TimeUnit.SECONDS).getValue());
            }
            assertThat(answers).hasSize(calls);
            assertThat(open.get(17).get().getValue()).isEqualTo("n17");
        }
    }

    private static int platformThreads() {
        return Thread.getAllStackTraces().size();
    }

    @Test
    void callsBeyondTheLimitOfAConnectionAreRefused() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServiceDefinition.Builder service =
                service()
                        .unary(
                                "Wait",
                                StringValue.parser(),
                                (q, _) -> {
                                    release.await();
                                    return q;
                                });
        try (Endpoint endpoint =
                        new Endpoint(
                                TtrpcServer.builder()
                                        .maxCallsPerConnection(1)
                                        .service(service.build()));
                TtrpcClient client = endpoint.client();
                TtrpcClient other = endpoint.client()) {
            CompletableFuture<StringValue> first =
                    client.callAsync(method("Wait"), text("a"), CallOptions.NONE);
            assertThatThrownBy(() -> call(client, "Wait", "b"))
                    .hasMessage("RESOURCE_EXHAUSTED: connection has 1 calls open already");
            CompletableFuture<StringValue> elsewhere =
                    other.callAsync(method("Wait"), text("c"), CallOptions.NONE);
            release.countDown();
            assertThat(first.get().getValue()).isEqualTo("a");
            assertThat(elsewhere.get().getValue()).isEqualTo("c");
        }
    }

    @Test
    void messagesUpToFourMebibytesPassBothWays() throws Exception {
        RpcMethod<BytesValue> echo = new RpcMethod<>(Calls.SERVICE, "Echo", BytesValue.parser());
        try (Endpoint endpoint =
                        serving(service().unary("Echo", BytesValue.parser(), (q, _) -> q));
                TtrpcClient client = endpoint.client()) {
            byte[] bytes = new byte[(4 << 20) - 100];
            new java.util.Random(1).nextBytes(bytes);
            BytesValue large = BytesValue.of(ByteString.copyFrom(bytes));
            assertThat(client.call(echo, large, CallOptions.NONE)).isEqualTo(large);
        }
    }

    @Test
    void tooLargeMessagesFailTheirCallAndKeepTheConnection() throws Exception {
        RpcMethod<BytesValue> blow = new RpcMethod<>(Calls.SERVICE, "Blow", BytesValue.parser());
        BytesValue tooLarge = BytesValue.of(ByteString.copyFrom(new byte[4 << 20]));
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary("Blow", BytesValue.parser(), (_, _) -> tooLarge)
                                        .unary("Echo", StringValue.parser(), (q, _) -> q));
                TtrpcClient client = endpoint.client()) {
            assertThatThrownBy(() -> client.call(blow, tooLarge, CallOptions.NONE))
                    .hasMessageStartingWith("RESOURCE_EXHAUSTED: message of 4194");
            assertThatThrownBy(() ->
                            client.call(blow, BytesValue.getDefaultInstance(), CallOptions.NONE))
                    .hasMessageStartingWith("RESOURCE_EXHAUSTED: message of 4194");
            assertThat(call(client, "Echo", "alive")).isEqualTo("alive");
        }
    }

    @Test
    void aNullResponseIsAnInternalFailure() throws Exception {
        UnaryHandler<StringValue, StringValue> broken =
                (q, _) -> q.getValue().isEmpty() ? nothing() : q;
        try (Endpoint endpoint =
                        new Endpoint(
                                TtrpcServer.builder()
                                        .failureListener((_, _) -> {})
                                        .service(
                                                service()
                                                        .unary("Null", StringValue.parser(), broken)
                                                        .build()));
                TtrpcClient client = endpoint.client()) {
            assertThatThrownBy(() -> call(client, "Null", ""))
                    .hasMessage("INTERNAL: java.lang.NullPointerException: handler returned null");
        }
    }

    @SuppressWarnings({
        "NullAway",
        "TypeParameterUnusedInFormals"
    }) // A handler without NullAway can do this.
    private static <T> T nothing() {
        return null;
    }

    @Test
    void unparsableRequestAndResponseAreTold() throws Exception {
        RpcMethod<StringValue> asText = method("Bytes");
        try (Endpoint endpoint =
                        serving(
                                service()
                                        .unary("Text", StringValue.parser(), (q, _) -> q)
                                        .unary("Bytes", BytesValue.parser(), (q, _) -> q));
                TtrpcClient client = endpoint.client()) {
            BytesValue notText = BytesValue.of(ByteString.copyFrom(new byte[] {(byte) 0xff}));
            assertThatThrownBy(() -> client.call(method("Text"), notText, CallOptions.NONE))
                    .hasMessageStartingWith("INVALID_ARGUMENT: request cannot be parsed: ");
            assertThatThrownBy(() -> client.call(asText, notText, CallOptions.NONE))
                    .hasMessageStartingWith(
                            "INTERNAL: response of test.Echo/Bytes cannot be parsed: ");
        }
    }
}
