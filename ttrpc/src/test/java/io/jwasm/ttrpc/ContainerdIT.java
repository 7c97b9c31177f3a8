package io.jwasm.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import io.jwasm.proto.events.TaskOOM;
import io.jwasm.proto.events.ttrpc.Envelope;
import io.jwasm.proto.events.ttrpc.ForwardRequest;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Our client calls the service that a real containerd offers to shims. Needs root, and the path of
/// a `containerd` in the environment variable or system property `JWASM_TEST_CONTAINERD`.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ContainerdIT {

    private static final String EVENTS = "containerd.services.events.ttrpc.v1.Events";
    private static final RpcMethod<Empty> FORWARD =
            new RpcMethod<>(EVENTS, "Forward", Empty.parser());
    private static final CallOptions OPTIONS =
            CallOptions.NONE
                    .withTimeout(Duration.ofSeconds(5))
                    .withMetadata(Metadata.of("containerd-namespace-ttrpc", "jwasm-test"));

    @TempDir private Path directory;
    private @Nullable Process containerd;

    @BeforeEach
    void start() throws Exception {
        String binary =
                System.getProperty("JWASM_TEST_CONTAINERD", System.getenv("JWASM_TEST_CONTAINERD"));
        if (binary == null || binary.isEmpty()) {
            skip("JWASM_TEST_CONTAINERD names no containerd");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            skip("containerd needs root");
        }
        Path config = directory.resolve("config.toml");
        Files.writeString(
                config,
                """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                [grpc]
                address = "%1$s/c.sock"
                """
                        .formatted(directory));
        containerd =
                new ProcessBuilder(binary, "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
    }

    private static void skip(String reason) {
        System.out.println("ContainerdIT is skipped: " + reason);
        abort(reason);
    }

    @AfterEach
    void stop() throws Exception {
        if (containerd != null) {
            containerd.destroy();
            containerd.waitFor();
        }
    }

    /// Connects as soon as containerd listens.
    private TtrpcClient connect() throws Exception {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(directory.resolve("c.sock.ttrpc"));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                return TtrpcClient.connect(address);
            } catch (IOException e) {
                assertThat(
                                containerd != null
                                        && containerd.isAlive()
                                        && System.nanoTime() < deadline)
                        .as(
                                "%s; containerd says: %s",
                                e, Files.readString(directory.resolve("log")))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static ForwardRequest event(String topic) {
        TaskOOM oom = TaskOOM.newBuilder().setContainerId("c").build();
        return ForwardRequest.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setTimestamp(Timestamp.newBuilder().setSeconds(1))
                                .setNamespace("jwasm-test")
                                .setTopic(topic)
                                .setEvent(
                                        Any.newBuilder()
                                                .setTypeUrl("containerd.events.TaskOOM")
                                                .setValue(oom.toByteString())))
                .build();
    }

    @Test
    void containerdTakesEventsAndRefusesWhatItDoesNotKnow() throws Exception {
        try (TtrpcClient client = connect()) {
            assertThat(client.call(FORWARD, event("/tasks/oom"), OPTIONS))
                    .isEqualTo(Empty.getDefaultInstance());
            assertThatThrownBy(() -> client.call(FORWARD, event("no-slash"), OPTIONS))
                    .isInstanceOfSatisfying(
                            TtrpcException.class,
                            e -> assertThat(e.code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT));
            RpcMethod<Empty> noMethod = new RpcMethod<>(EVENTS, "Rewind", Empty.parser());
            assertThatThrownBy(() -> client.call(noMethod, Empty.getDefaultInstance(), OPTIONS))
                    .isInstanceOfSatisfying(
                            TtrpcException.class,
                            e -> assertThat(e.code()).isEqualTo(TtrpcCode.UNIMPLEMENTED));
            RpcMethod<Empty> noService = new RpcMethod<>("no.Such", "Forward", Empty.parser());
            assertThatThrownBy(() -> client.call(noService, Empty.getDefaultInstance(), OPTIONS))
                    .hasMessage("UNIMPLEMENTED: service no.Such");
            assertThat(client.call(FORWARD, event("/tasks/oom"), OPTIONS))
                    .isEqualTo(Empty.getDefaultInstance());
        }
    }

    @Test
    void clientNoticesThatContainerdEnds() throws Exception {
        try (TtrpcClient client = connect()) {
            assertThat(client.call(FORWARD, event("/tasks/oom"), OPTIONS))
                    .isEqualTo(Empty.getDefaultInstance());
            stop();
            client.closed().get(60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> client.call(FORWARD, event("/tasks/oom"), OPTIONS))
                    .hasMessageStartingWith("UNAVAILABLE: ");
        }
    }
}
