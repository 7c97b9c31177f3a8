package io.jwasm.core.transport.ttrpc;

import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// Calls the daemon's own service ([ControlService]).
public final class ControlClient {

    private static final RpcMethod<DeleteResponse> DROP =
            new RpcMethod<>(ControlService.NAME, ControlService.DROP, DeleteResponse.parser());

    /// Less than the 5 s that containerd gives the launcher's `delete`.
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private ControlClient() {}

    /// Kills and removes a task.
    ///
    /// @param socket the daemon's socket
    /// @param id the container's id
    /// @return the serialised DeleteResponse
    /// @throws IOException when the daemon cannot be reached
    /// @throws InterruptedException when the waiting is given up
    public static byte[] drop(Path socket, String id) throws IOException, InterruptedException {
        try (TtrpcClient client = TtrpcClient.connect(UnixDomainSocketAddress.of(socket))) {
            DeleteRequest request = DeleteRequest.newBuilder().setId(id).build();
            return client.call(DROP, request, CallOptions.NONE.withTimeout(TIMEOUT)).toByteArray();
        }
    }
}
