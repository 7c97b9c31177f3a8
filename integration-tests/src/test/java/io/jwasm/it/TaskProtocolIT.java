package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.ProcessTable;
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
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that `ctr` never sends, straight to a daemon that our launcher started: what is
/// refused, with which status, and that a container's life goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskProtocolIT {
    private final Path home;
    private final TtrpcClient client;

    TaskProtocolIT() throws IOException {
        home = Files.createTempDirectory("jwit-");
        String launcher = Shim.JWASM.shims().getFirst() + "/containerd-shim-jwasm-v1";
        String address =
                Command.of(
                                launcher,
                                "-namespace",
                                "default",
                                "-address",
                                home.resolve("containerd.sock").toString(),
                                "-publish-binary",
                                "/usr/bin/containerd",
                                "-id",
                                "first",
                                "start")
                        .with(Map.of("JWASM_STATE", home.resolve("jwasm").toString()))
                        .in(bundle("first", "{}"))
                        .run()
                        .orThrow()
                        .text();
        client =
                TtrpcClient.connect(
                        UnixDomainSocketAddress.of(address.replaceFirst("^unix://", "")));
    }

    @AfterAll
    void stop() {
        client.close();
        for (long pid : ProcessTable.belongingTo(home.toString())) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        Command.of("rm", "-rf", home.toString()).run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"process\": 7}", "\u0000\u0001"})
    void malformedSpecificationIsRefused(String text) throws IOException {
        TtrpcException refusal = refusal(() -> create("malformed", bundle("malformed", text)));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
        assertThat(refusal.status().message()).contains("config.json");
    }

    @Test
    void bundleWithoutASpecificationIsRefused() throws IOException {
        Path empty = Files.createDirectories(home.resolve("empty"));

        TtrpcException refusal = refusal(() -> create("empty", empty));

        assertThat(refusal.status().message()).contains("config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", "", "-a"})
    void malformedIdIsRefused(String id) {
        TtrpcException refusal = refusal(() -> create(id, spinning("malformed-id")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
    }

    @Test
    void idOf300CharactersIsRefused() {
        TtrpcException refusal = refusal(() -> create("x".repeat(300), spinning("long-id")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
    }

    @Test
    void unknownContainerIsNotFound() {
        TtrpcException refusal = refusal(() -> start("nobody"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.NOT_FOUND);
        assertThat(refusal.status().message()).contains("nobody");
    }

    @Test
    void unknownMethodIsUnimplemented() {
        TtrpcException refusal =
                refusal(() ->
                        call(
                                "Levitate",
                                StateRequest.getDefaultInstance(),
                                StateResponse.parser()));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.UNIMPLEMENTED);
    }

    @Test
    void secondCreateOfAnIdIsRefused() throws Exception {
        create("twice", spinning("twice"));

        TtrpcException refusal = refusal(() -> create("twice", spinning("twice")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.ALREADY_EXISTS);
        assertThat(refusal.status().message()).contains("twice");
        delete("twice");
    }

    @Test
    void secondStartIsRefusedAndTheGuestGoesOn() throws Exception {
        create("restarted", spinning("restarted"));
        start("restarted");

        TtrpcException refusal = refusal(() -> start("restarted"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.FAILED_PRECONDITION);
        assertThat(refusal.status().message()).contains("restarted").contains("running");
        end("restarted");
    }

    @Test
    void runningTaskIsNotDeleted() throws Exception {
        create("busy", spinning("busy"));
        start("busy");

        TtrpcException refusal = refusal(() -> delete("busy"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.FAILED_PRECONDITION);
        assertThat(refusal.status().message()).contains("busy").contains("running");
        end("busy");
    }

    @Test
    void killBeforeStartEndsTheTask() throws Exception {
        create("unborn", spinning("unborn"));

        kill("unborn");

        assertThat(await("unborn")).isEqualTo(137);
        assertThat(delete("unborn").getExitStatus()).isEqualTo(137);
    }

    @Test
    void taskThatNeverStartedIsDeleted() throws Exception {
        create("unused", spinning("unused"));

        delete("unused");

        assertThat(refusal(() -> start("unused")).status().code()).isEqualTo(TtrpcCode.NOT_FOUND);
    }

    /// A call that may be refused.
    @FunctionalInterface
    private interface Request {
        Object send() throws Exception;
    }

    private static TtrpcException refusal(Request request) {
        TtrpcException refusal = catchThrowableOfType(TtrpcException.class, request::send);
        assertThat(refusal).as("the request was served").isNotNull();
        IO.println("[refused] " + refusal.status());
        return refusal;
    }

    private CreateTaskResponse create(String id, Path bundle) throws InterruptedException {
        CreateTaskRequest request =
                CreateTaskRequest.newBuilder().setId(id).setBundle(bundle.toString()).build();
        return call("Create", request, CreateTaskResponse.parser());
    }

    private StartResponse start(String id) throws InterruptedException {
        return call("Start", StartRequest.newBuilder().setId(id).build(), StartResponse.parser());
    }

    private void kill(String id) throws InterruptedException {
        Empty _ =
                call(
                        "Kill",
                        KillRequest.newBuilder().setId(id).setSignal(9).build(),
                        Empty.parser());
    }

    private int await(String id) throws InterruptedException {
        return call("Wait", WaitRequest.newBuilder().setId(id).build(), WaitResponse.parser())
                .getExitStatus();
    }

    private DeleteResponse delete(String id) throws InterruptedException {
        return call(
                "Delete", DeleteRequest.newBuilder().setId(id).build(), DeleteResponse.parser());
    }

    private void end(String id) throws InterruptedException {
        kill(id);
        assertThat(await(id)).isEqualTo(137);
        delete(id);
    }

    private <R extends MessageLite> R call(String method, MessageLite request, Parser<R> parser)
            throws InterruptedException {
        return client.call(
                new RpcMethod<>("containerd.task.v2.Task", method, parser),
                request,
                CallOptions.NONE);
    }

    private Path spinning(String name) throws IOException {
        Path root = Files.createDirectories(home.resolve("root"));
        Files.write(root.resolve("main.wasm"), Guests.bytes("probe.wasm"));
        return bundle(
                name,
                """
                {"ociVersion":"1.0.2",\
                "process":{"cwd":"/","args":["/main.wasm","spin"],"user":{"uid":0,"gid":0}},\
                "root":{"path":"%s"},"linux":{}}\
                """
                        .formatted(root));
    }

    private Path bundle(String name, String specification) throws IOException {
        Path bundle = Files.createDirectories(home.resolve("bundles").resolve(name));
        Files.writeString(bundle.resolve("config.json"), specification);
        return bundle;
    }
}
