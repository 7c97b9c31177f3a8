package io.jwasm.core.transport.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.jwasm.core.transport.Peer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Calls over gRPC, as containerd does.
public final class GrpcPeer implements Peer {

    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    private GrpcPeer(EventLoopGroup loop, ManagedChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /// Connects with the first call.
    ///
    /// @param address where the server listens
    /// @return the connection
    public static GrpcPeer connect(UnixDomainSocketAddress address) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return new GrpcPeer(
                loop,
                NettyChannelBuilder.forAddress(address)
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(loop)
                        .directExecutor()
                        .build());
    }

    @Override
    public <R extends MessageLite> CompletableFuture<R> call(
            String service,
            String method,
            MessageLite request,
            Parser<R> response,
            Options options) {
        MethodDescriptor<ByteString, ByteString> descriptor =
                MethodDescriptor.<ByteString, ByteString>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                        .setRequestMarshaller(Requests.INSTANCE)
                        .setResponseMarshaller(Requests.INSTANCE)
                        .build();
        CallOptions callOptions =
                options.timeout()
                        .map(time ->
                                CallOptions.DEFAULT.withDeadlineAfter(
                                        time.toMillis(), TimeUnit.MILLISECONDS))
                        .orElse(CallOptions.DEFAULT);
        Metadata headers = new Metadata();
        options.namespace().ifPresent(namespace -> headers.put(NAMESPACE, namespace));
        ClientCall<ByteString, ByteString> call = channel.newCall(descriptor, callOptions);
        Answer<R> answer = new Answer<>(response);
        call.start(answer, headers);
        call.request(1);
        call.sendMessage(request.toByteString());
        call.halfClose();
        return answer.future;
    }

    private static final class Answer<R> extends ClientCall.Listener<ByteString> {

        private final CompletableFuture<R> future = new CompletableFuture<>();
        private final Parser<R> parser;
        private ByteString message = ByteString.EMPTY;

        Answer(Parser<R> parser) {
            this.parser = parser;
        }

        @Override
        public void onMessage(ByteString received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                future.completeExceptionally(
                        new Failure(
                                status.getCode().value(), String.valueOf(status.getDescription())));
                return;
            }
            try {
                future.complete(parser.parseFrom(message));
            } catch (InvalidProtocolBufferException malformed) {
                future.completeExceptionally(malformed);
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        Future<?> _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
