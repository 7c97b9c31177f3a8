package io.jwasm.core.transport.ttrpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.core.transport.Peer;
import io.jwasm.core.transport.TaskCall;
import io.jwasm.core.transport.TaskServiceContract;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

class TtrpcTaskServiceTest extends TaskServiceContract {

    @Override
    protected Running serve(ServerSocketChannel listener, List<TaskCall<?, ?>> calls)
            throws IOException {
        TtrpcServer.Builder builder = TtrpcServer.builder().statusMapper(TtrpcFailures::status);
        for (ServiceDefinition service : TaskServices.of(calls)) {
            builder.service(service);
        }
        TtrpcServer server = builder.build();
        server.serve(listener);
        return server::close;
    }

    @Override
    protected Peer connect(UnixDomainSocketAddress address) throws IOException {
        return new TtrpcPeer(TtrpcClient.connect(address));
    }

    private record TtrpcPeer(TtrpcClient client) implements Peer {

        @Override
        public <R extends MessageLite> CompletableFuture<R> call(
                String service,
                String method,
                MessageLite request,
                Parser<R> response,
                Options options) {
            try {
                return client.callAsync(
                                new RpcMethod<>(service, method, response),
                                request,
                                translate(options))
                        .exceptionallyCompose(
                                failure -> CompletableFuture.failedFuture(translate(failure)));
            } catch (TtrpcException refused) {
                return CompletableFuture.failedFuture(translate(refused));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        private static CallOptions translate(Options options) {
            CallOptions translated = CallOptions.NONE;
            if (options.timeout().isPresent()) {
                translated = translated.withTimeout(options.timeout().get());
            }
            return options.namespace().isEmpty()
                    ? translated
                    : translated.withMetadata(
                            Metadata.of(TaskServices.NAMESPACE, options.namespace().get()));
        }

        private static Throwable translate(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof TtrpcException known
                    ? new Failure(known.status().code().number(), known.status().message())
                    : failure;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
