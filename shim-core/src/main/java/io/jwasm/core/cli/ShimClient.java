package io.jwasm.core.cli;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.proto.task.v2.CloseIORequest;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.ShutdownRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Calls the task service for one container, as containerd does. Thread-safe.
final class ShimClient implements AutoCloseable {

    private static final String SERVICE = "containerd.task.v2.Task";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TtrpcClient client;
    private final String id;

    private ShimClient(TtrpcClient client, String id) {
        this.client = client;
        this.id = id;
    }

    static ShimClient connect(Path socket, String id) throws IOException {
        return new ShimClient(TtrpcClient.connect(UnixDomainSocketAddress.of(socket)), id);
    }

    void create(Path bundle, StdioFifos stdio) throws InterruptedException {
        CreateTaskRequest request =
                CreateTaskRequest.newBuilder()
                        .setId(id)
                        .setBundle(bundle.toString())
                        .setStdin(stdio.stdin().toString())
                        .setStdout(stdio.stdout().toString())
                        .setStderr(stdio.stderr().toString())
                        .build();
        call("Create", request, CreateTaskResponse.parser());
    }

    void start() throws InterruptedException {
        call("Start", StartRequest.newBuilder().setId(id).build(), StartResponse.parser());
    }

    /// Asks for the end, however long it takes.
    ///
    /// @return completes with the exit status
    Future<Integer> exit() throws InterruptedException {
        RpcMethod<WaitResponse> method = new RpcMethod<>(SERVICE, "Wait", WaitResponse.parser());
        WaitRequest request = WaitRequest.newBuilder().setId(id).build();
        return client.callAsync(method, request, CallOptions.NONE)
                .thenApply(WaitResponse::getExitStatus);
    }

    /// Waits for the end.
    ///
    /// @param exit what [#exit] gave
    int await(Future<Integer> exit) throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TtrpcException cause) {
                throw new TtrpcException(cause.status(), cause);
            }
            throw new IllegalStateException(failure);
        }
    }

    void kill(int signal) throws InterruptedException {
        KillRequest request = KillRequest.newBuilder().setId(id).setSignal(signal).build();
        call("Kill", request, Empty.parser());
    }

    void closeStdin() throws InterruptedException {
        CloseIORequest request = CloseIORequest.newBuilder().setId(id).setStdin(true).build();
        call("CloseIO", request, Empty.parser());
    }

    void delete() throws InterruptedException {
        call("Delete", DeleteRequest.newBuilder().setId(id).build(), DeleteResponse.parser());
    }

    void shutdown() throws InterruptedException {
        call("Shutdown", ShutdownRequest.newBuilder().setId(id).build(), Empty.parser());
    }

    private <R extends MessageLite> R call(String method, MessageLite request, Parser<R> parser)
            throws InterruptedException {
        return client.call(
                new RpcMethod<>(SERVICE, method, parser),
                request,
                CallOptions.NONE.withTimeout(LIMIT));
    }

    @Override
    public void close() {
        client.close();
    }
}
