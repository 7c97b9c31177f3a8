package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.method;
import static io.jwasm.ttrpc.Calls.service;
import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.CallContext;
import io.jwasm.ttrpc.server.TtrpcServer;
import io.jwasm.ttrpc.server.UnaryHandler;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Timeouts, interrupts and lost connections.
class CancellationTest {

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    /// Waits for `release`; notes how the wait ended and whether the call was cancelled by then.
    private StringValue await(StringValue request, CallContext context)
            throws InterruptedException {
        context.onCancel(() -> seen.add("told"));
        seen.add("started");
        try {
            release.await();
            seen.add("finished, cancelled " + context.isCancelled());
        } catch (InterruptedException e) {
            seen.add("interrupted, cancelled " + context.isCancelled());
            throw e;
        }
        return request;
    }

    private Endpoint endpoint() throws Exception {
        UnaryHandler<StringValue, StringValue> wait = this::await;
        return new Endpoint(
                TtrpcServer.builder()
                        .failureListener((what, cause) -> seen.add(what + " " + cause))
                        .service(
                                service()
                                        .unary("Wait", StringValue.parser(), wait)
                                        .unaryToTheEnd("Finish", StringValue.parser(), wait)
                                        .unary("Echo", StringValue.parser(), (q, _) -> q)
                                        .build()));
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void serverAnswersAtTheDeadlineAndInterruptsTheHandler() throws Exception {
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            Request request = RawPeer.request(Calls.SERVICE, "Wait", text(""));
            peer.sendRequest(1, request.toBuilder().setTimeoutNano(20_000_000).build());
            assertThat(peer.read().response().getStatus().getMessage())
                    .isEqualTo("time for Wait is over");
            assertThat(next()).isEqualTo("started");
            assertThat(next() + ", " + next())
                    .contains("told")
                    .contains("interrupted, cancelled true");
            peer.sendRequest(3, RawPeer.request(Calls.SERVICE, "Echo", text("alive")));
            assertThat(peer.read().streamId()).isEqualTo(3);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aHandlerToTheEndIsToldButNotInterrupted() throws Exception {
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            Request request = RawPeer.request(Calls.SERVICE, "Finish", text(""));
            peer.sendRequest(1, request.toBuilder().setTimeoutNano(20_000_000).build());
            assertThat(peer.read().code()).isEqualTo(TtrpcCode.DEADLINE_EXCEEDED.number());
            assertThat(next() + ", " + next()).isEqualTo("started, told");
            release.countDown();
            assertThat(next()).isEqualTo("finished, cancelled true");
            peer.sendRequest(3, RawPeer.request(Calls.SERVICE, "Echo", text("alive")));
            assertThat(peer.read().streamId())
                    .as("no second answer to the first call")
                    .isEqualTo(3);
        }
    }

    @Test
    void aNegativeTimeoutIsOverBeforeTheHandlerRuns() throws Exception {
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            Request request = RawPeer.request(Calls.SERVICE, "Wait", text(""));
            peer.sendRequest(1, request.toBuilder().setTimeoutNano(-1).build());
            assertThat(peer.read().code()).isEqualTo(TtrpcCode.DEADLINE_EXCEEDED.number());
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void theLongestTimeoutIsNoTimeout() throws Exception {
        release.countDown();
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            Request request = RawPeer.request(Calls.SERVICE, "Wait", text("x"));
            peer.sendRequest(1, request.toBuilder().setTimeoutNano(Long.MAX_VALUE).build());
            assertThat(peer.read().code()).isZero();
        }
    }

    @Test
    void aLostConnectionCancelsItsCallsAndNoOthers() throws Exception {
        try (Endpoint endpoint = endpoint();
                TtrpcClient stays = endpoint.client()) {
            CompletableFuture<StringValue> other =
                    stays.callAsync(method("Wait"), text("kept"), CallOptions.NONE);
            assertThat(next()).isEqualTo("started");
            try (RawPeer leaves = endpoint.rawPeer()) {
                leaves.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("")));
                assertThat(next()).isEqualTo("started");
            }
            assertThat(next() + ", " + next())
                    .contains("told")
                    .contains("interrupted, cancelled true");
            release.countDown();
            assertThat(other.get(60, TimeUnit.SECONDS).getValue()).isEqualTo("kept");
            assertThat(next()).isEqualTo("finished, cancelled false");
        }
    }

    @Test
    void clientGivesUpAtItsTimeoutEvenIfTheServerIsSilent() throws Exception {
        try (Endpoint endpoint = endpoint();
                TtrpcClient client = endpoint.client()) {
            CallOptions brief = CallOptions.NONE.withTimeout(Duration.ofMillis(20));
            assertThatThrownBy(() -> client.call(method("Finish"), text(""), brief))
                    .hasMessageStartingWith("DEADLINE_EXCEEDED: time for ");
            assertThat(client.callAsync(method("Finish"), text(""), brief))
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessageContaining("DEADLINE_EXCEEDED");
            CallOptions none = CallOptions.NONE.withTimeout(Duration.ZERO);
            assertThatThrownBy(() -> client.call(method("Echo"), text(""), none))
                    .hasMessage("DEADLINE_EXCEEDED: time for test.Echo/Echo is over");
            assertThat(call(client, "Echo", "alive")).isEqualTo("alive");
        }
    }

    @Test
    void anInterruptedCallerKeepsTheConnectionForOthers() throws Exception {
        try (Endpoint endpoint = endpoint();
                TtrpcClient client = endpoint.client()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> call(client, "Wait", ""))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(call(client, "Echo", "alive")).isEqualTo("alive");
        }
    }

    @Test
    void callsInFlightFailWhenTheServerGoesAway() throws Exception {
        try (Endpoint endpoint = endpoint();
                TtrpcClient client = endpoint.client()) {
            CompletableFuture<StringValue> open =
                    client.callAsync(method("Wait"), text(""), CallOptions.NONE);
            assertThat(next()).isEqualTo("started");
            endpoint.server().close();
            assertThat(open)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage("UNAVAILABLE: connection is closed");
            client.closed().get(60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> call(client, "Echo", ""))
                    .hasMessageStartingWith("UNAVAILABLE: ");
        }
    }

    @Test
    void closingTheClientFailsItsCallsAndCancelsThemAtTheServer() throws Exception {
        try (Endpoint endpoint = endpoint()) {
            CompletableFuture<StringValue> open;
            try (TtrpcClient client = endpoint.client()) {
                open = client.callAsync(method("Wait"), text(""), CallOptions.NONE);
                assertThat(next()).isEqualTo("started");
            }
            assertThat(open)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage("UNAVAILABLE: connection is closed");
            assertThat(next() + ", " + next())
                    .contains("told")
                    .contains("interrupted, cancelled true");
        }
    }

    @Test
    void gracefulCloseLetsOpenCallsEndAndRefusesNewOnes() throws Exception {
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            peer.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("last")));
            assertThat(next()).isEqualTo("started");
            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    endpoint.server().close(Duration.ofSeconds(20));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            task -> Thread.ofVirtual().start(task));
            assertThat(refusedAfterClosing(peer)).isEqualTo("server is shutting down");
            release.countDown();
            RawPeer.Received answer = peer.read();
            assertThat(answer.streamId()).isEqualTo(1);
            assertThat(answer.code()).isZero();
            assertThat(peer.isAtEnd()).isTrue();
            closing.get(60, TimeUnit.SECONDS);
        }
    }

    /// Calls until the server refuses: closing starts on another thread.
    private static String refusedAfterClosing(RawPeer peer) throws Exception {
        for (int streamId = 3; streamId < 100_000; streamId += 2) {
            peer.sendRequest(streamId, RawPeer.request(Calls.SERVICE, "Echo", text("")));
            RawPeer.Received answer = peer.read();
            if (answer.code() != 0) {
                return answer.response().getStatus().getMessage();
            }
        }
        return "never refused";
    }

    @Test
    void gracefulCloseCutsWhatDoesNotEnd() throws Exception {
        try (Endpoint endpoint = endpoint();
                RawPeer peer = endpoint.rawPeer()) {
            peer.sendRequest(1, RawPeer.request(Calls.SERVICE, "Wait", text("")));
            assertThat(next()).isEqualTo("started");
            endpoint.server().close(Duration.ofMillis(20));
            assertThat(peer.isAtEnd()).isTrue();
            assertThat(next() + ", " + next())
                    .contains("told")
                    .contains("interrupted, cancelled true");
        }
    }
}
