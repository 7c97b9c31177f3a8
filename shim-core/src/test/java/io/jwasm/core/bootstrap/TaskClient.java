package io.jwasm.core.bootstrap;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.core.transport.TaskCalls;
import io.jwasm.proto.task.v2.CloseIORequest;
import io.jwasm.proto.task.v2.ConnectRequest;
import io.jwasm.proto.task.v2.ConnectResponse;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.PidsRequest;
import io.jwasm.proto.task.v2.PidsResponse;
import io.jwasm.proto.task.v2.ResizePtyRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.StateRequest;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Calls a daemon as containerd does.
final class TaskClient implements AutoCloseable {

    private final TtrpcClient client;
    private final String service;
    private final CallOptions options;

    TaskClient(Path socket, String service, CallOptions options) throws IOException {
        this.client = TtrpcClient.connect(UnixDomainSocketAddress.of(socket));
        this.service = service;
        this.options = options;
    }

    static TaskClient v2(Path socket) throws IOException {
        return new TaskClient(
                socket,
                TaskCalls.TASK_V2,
                CallOptions.NONE.withMetadata(Metadata.of("containerd-namespace-ttrpc", "test")));
    }

    <R extends MessageLite> R call(String method, MessageLite request, Parser<R> response)
            throws InterruptedException {
        return client.call(new RpcMethod<>(service, method, response), request, options);
    }

    int create(CreateTaskRequest request) throws InterruptedException {
        return call("Create", request, CreateTaskResponse.parser()).getPid();
    }

    int create(String id, Path bundle) throws InterruptedException {
        return create(
                CreateTaskRequest.newBuilder().setId(id).setBundle(bundle.toString()).build());
    }

    int start(String id) throws InterruptedException {
        return call("Start", StartRequest.newBuilder().setId(id).build(), StartResponse.parser())
                .getPid();
    }

    StateResponse state(String id) throws InterruptedException {
        return call("State", StateRequest.newBuilder().setId(id).build(), StateResponse.parser());
    }

    WaitResponse await(String id) throws InterruptedException {
        return call("Wait", WaitRequest.newBuilder().setId(id).build(), WaitResponse.parser());
    }

    CompletableFuture<WaitResponse> awaitAsync(String id) throws InterruptedException {
        return client.callAsync(
                new RpcMethod<>(service, "Wait", WaitResponse.parser()),
                WaitRequest.newBuilder().setId(id).build(),
                options);
    }

    void kill(String id, int signal) throws InterruptedException {
        call("Kill", KillRequest.newBuilder().setId(id).setSignal(signal).build(), Empty.parser());
    }

    void closeStdin(String id) throws InterruptedException {
        call(
                "CloseIO",
                CloseIORequest.newBuilder().setId(id).setStdin(true).build(),
                Empty.parser());
    }

    void resize(String id, int columns, int rows) throws InterruptedException {
        call(
                "ResizePty",
                ResizePtyRequest.newBuilder().setId(id).setWidth(columns).setHeight(rows).build(),
                Empty.parser());
    }

    DeleteResponse delete(String id) throws InterruptedException {
        return call(
                "Delete", DeleteRequest.newBuilder().setId(id).build(), DeleteResponse.parser());
    }

    PidsResponse pids(String id) throws InterruptedException {
        return call("Pids", PidsRequest.newBuilder().setId(id).build(), PidsResponse.parser());
    }

    ConnectResponse connect(String id) throws InterruptedException {
        return call(
                "Connect", ConnectRequest.newBuilder().setId(id).build(), ConnectResponse.parser());
    }

    @Override
    public void close() {
        client.close();
    }
}
