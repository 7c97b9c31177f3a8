package io.jwasm.core.transport.ttrpc;

import com.google.protobuf.Empty;
import io.jwasm.api.error.ShimException;
import io.jwasm.core.event.EventForwarder;
import io.jwasm.core.event.TimedEvent;
import io.jwasm.core.transport.EventMessages;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Delivers events to containerd's ttrpc socket, connecting when there is something to deliver and
/// again after a failure. Confined to the queue's thread, but for [#close].
public final class TtrpcEventForwarder implements EventForwarder {

    private static final RpcMethod<Empty> FORWARD =
            new RpcMethod<>(
                    "containerd.services.events.ttrpc.v1.Events", "Forward", Empty.parser());

    /// What containerd's own shims wait (`pkg/shim/publisher.go`).
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Path socket;
    private final String namespace;
    private final CallOptions options;
    private @Nullable TtrpcClient client;

    /// Creates the forwarder; nothing is connected yet.
    ///
    /// @param socket containerd's ttrpc socket
    /// @param namespace the containerd namespace of all events
    public TtrpcEventForwarder(Path socket, String namespace) {
        this.socket = socket;
        this.namespace = namespace;
        this.options =
                CallOptions.NONE
                        .withTimeout(TIMEOUT)
                        .withMetadata(Metadata.of(TaskServices.NAMESPACE, namespace));
    }

    @Override
    public void forward(TimedEvent event) throws InterruptedException {
        try {
            connected().call(FORWARD, EventMessages.forward(namespace, event), options);
        } catch (IOException failure) {
            throw new ShimException.Unavailable(
                    "containerd at \"%s\": %s".formatted(socket, failure.getMessage()), failure);
        } catch (TtrpcException failure) {
            throw failure(failure);
        }
    }

    private ShimException failure(TtrpcException failure) {
        TtrpcCode code = failure.status().code();
        if (code == TtrpcCode.UNAVAILABLE || code == TtrpcCode.DEADLINE_EXCEEDED) {
            close(); // A connection that does not answer is as good as none.
            return new ShimException.Unavailable(
                    "containerd at \"%s\": %s".formatted(socket, failure.status().message()),
                    failure);
        }
        return TtrpcFailures.failure(failure);
    }

    private synchronized TtrpcClient connected() throws IOException {
        TtrpcClient current = client;
        if (current == null) {
            current = TtrpcClient.connect(UnixDomainSocketAddress.of(socket));
            client = current;
        }
        return current;
    }

    @Override
    public synchronized void close() {
        TtrpcClient current = client;
        if (current != null) {
            current.close();
            client = null;
        }
    }
}
