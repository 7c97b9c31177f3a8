package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.core.transport.Peer;
import io.jwasm.core.transport.TaskCalls;
import io.jwasm.core.transport.grpc.GrpcPeer;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.StateRequest;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import io.jwasm.proto.types.Status;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The daemon that is to speak gRPC to containerd, as a process.
@Timeout(300)
class GrpcDaemonTest {

    private final Scratch scratch;
    private final FakeContainerd containerd;

    GrpcDaemonTest() throws IOException {
        scratch = new Scratch();
        containerd = new FakeContainerd(scratch.root.resolve("t.sock"));
    }

    @AfterEach
    void end() throws IOException {
        containerd.close();
        scratch.close();
    }

    private DaemonProcess start(String protocol, String... jvmOptions) throws IOException {
        return DaemonProcess.start(
                        scratch,
                        List.of(jvmOptions),
                        "-ttrpc-address",
                        containerd.socket().toString(),
                        "-protocol",
                        protocol)
                .awaitReady();
    }

    private Path state(String name) {
        return scratch.state(DaemonFixture.NAMESPACE).resolve(name);
    }

    private static Path grpcSocket(DaemonProcess daemon) throws IOException {
        return Path.of(daemon.socket() + ".grpc");
    }

    private static GrpcPeer connect(Path socket) {
        return GrpcPeer.connect(UnixDomainSocketAddress.of(socket));
    }

    private static <R extends MessageLite> CompletableFuture<R> call(
            Peer peer, String method, MessageLite request, Parser<R> response) {
        return peer.call(
                TaskCalls.TASK_V3,
                method,
                request,
                response,
                new Peer.Options(Optional.empty(), Optional.of(DaemonFixture.NAMESPACE)));
    }

    private void createAndStart(Peer peer, String id, String guest) throws IOException {
        Path bundle = scratch.bundle(id, guest, List.of("/" + guest + ".wasm"), spec -> spec);
        CreateTaskRequest create =
                CreateTaskRequest.newBuilder().setId(id).setBundle(bundle.toString()).build();
        int pid = call(peer, "Create", create, CreateTaskResponse.parser()).join().getPid();
        StartRequest start = StartRequest.newBuilder().setId(id).build();
        assertThat(call(peer, "Start", start, StartResponse.parser()).join().getPid())
                .isEqualTo(pid)
                .isPositive();
    }

    private static CompletableFuture<WaitResponse> exit(Peer peer, String id) {
        return call(
                peer, "Wait", WaitRequest.newBuilder().setId(id).build(), WaitResponse.parser());
    }

    private static void kill(Peer peer, String id) {
        KillRequest kill = KillRequest.newBuilder().setId(id).setSignal(9).build();
        call(peer, "Kill", kill, Empty.parser()).join();
    }

    private static void delete(Peer peer, String id) {
        DeleteRequest delete = DeleteRequest.newBuilder().setId(id).build();
        call(peer, "Delete", delete, DeleteResponse.parser()).join();
    }

    @Test
    void itTellsContainerdWhereToDialIt() throws Exception {
        try (DaemonProcess daemon = start("grpc")) {
            Path socket = grpcSocket(daemon);

            assertThat(Files.readAllLines(state("daemon")))
                    .hasSize(3)
                    .last()
                    .isEqualTo(
                            "{\"version\":2,\"address\":\"%s\",\"protocol\":\"grpc\"}"
                                    .formatted(socket));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aContainerLivesOverItAndNothingIsWrittenToAStream() throws Exception {
        try (DaemonProcess daemon = start("grpc");
                GrpcPeer peer = connect(grpcSocket(daemon))) {
            createAndStart(peer, "c", "loop");
            CompletableFuture<WaitResponse> exit = exit(peer, "c");
            kill(peer, "c");
            assertThat(exit.join().getExitStatus()).isEqualTo(137);
            delete(peer, "c");

            assertThat(containerd.takeUntil("/tasks/delete"))
                    .containsExactly(
                            "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
            assertThat(scratch.root.resolve("early")).isEmptyFile();
        }
    }

    @Test
    void aTaskOutlivesItsConnectionAndIsSeenOverBoth() throws Exception {
        try (DaemonProcess daemon = start("grpc")) {
            try (GrpcPeer peer = connect(grpcSocket(daemon))) {
                createAndStart(peer, "c", "loop");
            }
            try (GrpcPeer peer = connect(grpcSocket(daemon));
                    TaskClient client = TaskClient.v2(daemon.socket())) {
                StateRequest state = StateRequest.newBuilder().setId("c").build();
                assertThat(call(peer, "State", state, StateResponse.parser()).join())
                        .isEqualTo(client.state("c"))
                        .returns(Status.RUNNING, StateResponse::getStatus);
                kill(peer, "c");
                assertThat(client.await("c").getExitStatus()).isEqualTo(137);
                delete(peer, "c");
            }
        }
    }

    @Test
    void sigtermAnswersWhoWaitsAndRemovesBothSockets() throws Exception {
        try (DaemonProcess daemon = start("grpc");
                GrpcPeer peer = connect(grpcSocket(daemon))) {
            Path socket = daemon.socket();
            createAndStart(peer, "c", "loop");
            CompletableFuture<WaitResponse> exit = exit(peer, "c");
            call(
                            peer,
                            "State",
                            StateRequest.newBuilder().setId("c").build(),
                            StateResponse.parser())
                    .join();

            daemon.signal("TERM");

            assertThat(exit.get(90, TimeUnit.SECONDS).getExitStatus()).isEqualTo(137);
            daemon.awaitEnd();
            assertThat(socket.getParent()).isEmptyDirectory();
        }
    }

    @Test
    void aDaemonThatIsToSpeakTtrpcLoadsNothingOfIt() throws Exception {
        Path classes = scratch.root.resolve("classes");
        try (DaemonProcess daemon = start("ttrpc", "-Xlog:class+load:file=" + classes);
                TaskClient client = TaskClient.v2(daemon.socket())) {
            client.create("c", scratch.bundle("c", "loop", List.of("/loop.wasm"), spec -> spec));
            client.start("c");
            client.kill("c", 9);
            client.await("c");
            client.delete("c");
            daemon.signal("TERM");
            daemon.awaitEnd();
        }

        assertThat(Files.readAllLines(classes))
                .anyMatch(line -> line.contains("io.jwasm.core.transport.TaskCalls"))
                .noneMatch(line -> line.contains(" io.netty.") || line.contains(" io.grpc."));
    }
}
