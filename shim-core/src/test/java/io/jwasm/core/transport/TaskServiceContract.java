package io.jwasm.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.api.error.ShimException;
import io.jwasm.proto.task.v2.ConnectRequest;
import io.jwasm.proto.task.v2.ConnectResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.PauseRequest;
import io.jwasm.proto.task.v2.TaskProto;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller of the task service may rely on, whatever carries it.
public abstract class TaskServiceContract {

    /// A server that runs.
    public interface Running {

        /// Lets open calls end, then ends.
        ///
        /// @param patience how long they may take
        /// @throws InterruptedException when the waiting is given up
        void close(Duration patience) throws InterruptedException;
    }

    private static final String NAMESPACE = "test";
    private static final int MANY = 2_000;
    private static final ConnectRequest CONNECT = ConnectRequest.newBuilder().setId("c").build();
    private static final WaitRequest WAIT = WaitRequest.newBuilder().setId("c").build();
    private static final KillRequest KILL =
            KillRequest.newBuilder().setId("c").setSignal(9).build();
    private static final PauseRequest PAUSE = PauseRequest.newBuilder().setId("c").build();

    private final FakeTasks tasks = new FakeTasks();
    private UnixDomainSocketAddress address;
    private Running server;
    private Peer peer;

    /// Made by its subclasses.
    protected TaskServiceContract() {}

    /// Starts a server.
    ///
    /// @param listener a bound socket, the server's from now on
    /// @param calls what it serves
    /// @return the server
    /// @throws IOException when it cannot be started
    protected abstract Running serve(ServerSocketChannel listener, List<TaskCall<?, ?>> calls)
            throws IOException;

    /// Connects to it.
    ///
    /// @param address where it listens
    /// @return the connection
    /// @throws IOException when nobody listens
    protected abstract Peer connect(UnixDomainSocketAddress address) throws IOException;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        address = UnixDomainSocketAddress.of(folder.resolve("s"));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(address);
        server = serve(listener, TaskCalls.of(tasks, NAMESPACE, Runnable::run));
        peer = connect(address);
    }

    @AfterEach
    void end() throws InterruptedException {
        peer.close();
        server.close(Duration.ZERO);
    }

    private <R extends MessageLite> CompletableFuture<R> begin(
            String method, MessageLite request, Parser<R> response) {
        return peer.call(TaskCalls.TASK_V3, method, request, response, Peer.Options.NONE);
    }

    private static RpcStatus failure(CompletableFuture<?> call) {
        try {
            Object answer = call.join();
            throw new AssertionError("answered " + answer);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Peer.Failure known) {
                return known.status();
            }
            throw failed;
        }
    }

    private static void require(Semaphore event, int count) throws InterruptedException {
        assertThat(event.tryAcquire(count, 60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {TaskCalls.TASK_V2, TaskCalls.TASK_V3})
    void bothServicesAreServed(String service) {
        ConnectResponse answer =
                peer.call(service, "Connect", CONNECT, ConnectResponse.parser(), Peer.Options.NONE)
                        .join();

        assertThat(answer.getTaskPid()).isEqualTo(FakeTasks.TASK_PID);
    }

    static Stream<String> methods() {
        return TaskProto.getDescriptor().findServiceByName("Task").getMethods().stream()
                .map(MethodDescriptor::getName);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void eachMethodOfTheServiceIsThere(String method) {
        tasks.exit.countDown();
        tasks.killMayEnd.countDown();
        CompletableFuture<Empty> call = begin(method, CONNECT, Empty.parser());

        assertThat(call.handle((_, failed) -> String.valueOf(failed)).join())
                .doesNotContain("unknown");
    }

    static Stream<Arguments> failures() {
        Exception cause = new Exception("why");
        return Stream.of(
                Arguments.of(new ShimException.Canceled("m"), 1),
                Arguments.of(new ShimException.InvalidArgument("pid \"ü\": 100 %\nno"), 3),
                Arguments.of(new ShimException.DeadlineExceeded("m"), 4),
                Arguments.of(new ShimException.NotFound("container \"x\": no such container"), 5),
                Arguments.of(new ShimException.AlreadyExists("m"), 6),
                Arguments.of(new ShimException.PermissionDenied("m", cause), 7),
                Arguments.of(new ShimException.ResourceExhausted("m"), 8),
                Arguments.of(new ShimException.FailedPrecondition("x".repeat(5_000)), 9),
                Arguments.of(new ShimException.NotImplemented("m"), 12),
                Arguments.of(new ShimException.Internal("m", cause), 13),
                Arguments.of(new ShimException.Unavailable("m"), 14),
                Arguments.of(new IllegalStateException("m"), 13),
                Arguments.of(new StackOverflowError("m"), 13));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureHasItsCodeAndItsWords(Throwable failure, int code) {
        tasks.failure = Optional.of(failure);

        assertThat(failure(begin("Pause", PAUSE, Empty.parser())))
                .isEqualTo(new RpcStatus(code, String.valueOf(failure.getMessage())));
    }

    @Test
    void unknownMethodIsNamed() {
        assertThat(failure(begin("Dance", PAUSE, Empty.parser())))
                .isEqualTo(
                        new RpcStatus(
                                12,
                                "method \"Dance\" of service \"containerd.task.v3.Task\" is"
                                        + " unknown"));
    }

    @Test
    void unknownServiceIsNamed() {
        CompletableFuture<Empty> call =
                peer.call("a.B", "State", PAUSE, Empty.parser(), Peer.Options.NONE);

        assertThat(failure(call)).isEqualTo(new RpcStatus(12, "service \"a.B\" is unknown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Checkpoint", "Exec"})
    void whatIsNotOfferedSaysSo(String method) {
        assertThat(failure(begin(method, PAUSE, Empty.parser())))
                .isEqualTo(new RpcStatus(12, method + " is not implemented"));
    }

    @Test
    void malformedRequestIsRefusedAndTheConnectionLivesOn() {
        // The bytes of a field where a text should be.
        BytesValue noText =
                BytesValue.of(ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xfe}));

        RpcStatus status = failure(begin("Connect", noText, ConnectResponse.parser()));

        assertThat(status.code()).isEqualTo(3);
        assertThat(status.message())
                .startsWith("request cannot be parsed: ")
                .contains("invalid UTF-8");
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
    }

    @Test
    void requestOfMoreThan4MiBIsRefusedAndTheConnectionLivesOn() {
        PauseRequest large = PauseRequest.newBuilder().setId("x".repeat(4 << 20)).build();

        assertThat(failure(begin("Pause", large, Empty.parser())).code()).isEqualTo(8);
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
    }

    @Test
    void requestOfAlmost4MiBIsTaken() {
        PauseRequest large = PauseRequest.newBuilder().setId("x".repeat((4 << 20) - 1_000)).build();

        RpcStatus status = failure(begin("Pause", large, Empty.parser()));

        assertThat(status.code()).isEqualTo(3);
        assertThat(status.message()).startsWith("container id");
    }

    @Test
    void anotherNamespaceIsRefused() {
        CompletableFuture<ConnectResponse> own = connectIn(NAMESPACE);
        CompletableFuture<ConnectResponse> other = connectIn("k8s.io");

        assertThat(own.join().getTaskPid()).isEqualTo(FakeTasks.TASK_PID);
        assertThat(failure(other))
                .isEqualTo(
                        new RpcStatus(3, "namespace \"k8s.io\" is not served here, only \"test\""));
    }

    private CompletableFuture<ConnectResponse> connectIn(String namespace) {
        return peer.call(
                TaskCalls.TASK_V3,
                "Connect",
                CONNECT,
                ConnectResponse.parser(),
                new Peer.Options(Optional.empty(), Optional.of(namespace)));
    }

    @Test
    void waitingEndsWithItsTime() throws Exception {
        // The time is that of the call, not that of the connection.
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
        CompletableFuture<WaitResponse> call =
                peer.call(
                        TaskCalls.TASK_V3,
                        "Wait",
                        WAIT,
                        WaitResponse.parser(),
                        new Peer.Options(Optional.of(Duration.ofSeconds(1)), Optional.empty()));

        assertThat(failure(call).code()).isEqualTo(4);
        require(tasks.interrupted, 1);
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
    }

    @Test
    void waitingEndsWithItsConnection() throws Exception {
        CompletableFuture<WaitResponse> call = begin("Wait", WAIT, WaitResponse.parser());
        require(tasks.waiting, 1);

        peer.close();

        require(tasks.interrupted, 1);
        assertThat(failure(call).code()).isIn(1, 14);
        peer = connect(address);
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
    }

    @Test
    void whatWasBegunIsFinishedWithoutItsConnection() throws Exception {
        CompletableFuture<Empty> call = begin("Kill", KILL, Empty.parser());
        tasks.killBegan.await();

        peer.close();
        assertThat(failure(call).code()).isIn(1, 14);
        peer = connect(address);
        begin("Connect", CONNECT, ConnectResponse.parser()).join();
        tasks.killMayEnd.countDown();

        require(tasks.killed, 1);
        assertThat(tasks.interrupted.availablePermits()).isZero();
    }

    @Test
    void manyWaitAtOnceAndHoldNobodyUp() throws Exception {
        List<CompletableFuture<WaitResponse>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            calls.add(begin("Wait", WAIT, WaitResponse.parser()));
        }
        require(tasks.waiting, MANY);
        begin("Connect", CONNECT, ConnectResponse.parser()).join();

        tasks.exit.countDown();

        for (CompletableFuture<WaitResponse> call : calls) {
            assertThat(call.join().getExitStatus()).isEqualTo(7);
        }
    }

    @Test
    void severalConnectionsAreServed() throws Exception {
        try (Peer other = connect(address)) {
            CompletableFuture<WaitResponse> call = begin("Wait", WAIT, WaitResponse.parser());
            require(tasks.waiting, 1);

            other.call(
                            TaskCalls.TASK_V2,
                            "Connect",
                            CONNECT,
                            ConnectResponse.parser(),
                            Peer.Options.NONE)
                    .join();

            assertThat(call).isNotDone();
        }
    }

    @Test
    void openCallsAreAnsweredAtTheEnd() throws Exception {
        CompletableFuture<WaitResponse> call = begin("Wait", WAIT, WaitResponse.parser());
        require(tasks.waiting, 1);
        Thread end =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                server.close(Duration.ofSeconds(60));
                            } catch (InterruptedException stopped) {
                                throw new IllegalStateException(stopped);
                            }
                        });

        tasks.exit.countDown();

        assertThat(call.join().getExitStatus()).isEqualTo(7);
        end.join();
        assertThat(failure(begin("Connect", CONNECT, ConnectResponse.parser())).code())
                .isEqualTo(14);
    }

    @Test
    void whatStaysOpenIsCutAtTheEnd() throws Exception {
        CompletableFuture<WaitResponse> call = begin("Wait", WAIT, WaitResponse.parser());
        require(tasks.waiting, 1);

        server.close(Duration.ofMillis(10));

        assertThat(failure(call).code()).isIn(1, 14);
        require(tasks.interrupted, 1);
    }
}
