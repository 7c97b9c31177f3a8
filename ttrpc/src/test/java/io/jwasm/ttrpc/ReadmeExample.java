package io.jwasm.ttrpc;

import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.ClientStream;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.CallContext;
import io.jwasm.ttrpc.server.SameUser;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The code of the README: its methods stand there word for word, which [ReadmeExampleTest] checks.
final class ReadmeExample {

    private ReadmeExample() {}

    static TtrpcServer serve(Path socket) throws IOException {
        ServiceDefinition greeter =
                ServiceDefinition.builder("example.v1.Greeter")
                        .unary("Greet", StringValue.parser(), ReadmeExample::greet)
                        .bidiStream("Chat", StringValue.parser(), ReadmeExample::chat)
                        .build();
        TtrpcServer server =
                TtrpcServer.builder().service(greeter).admission(new SameUser()).build();
        server.serve(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(socket)));
        return server;
    }

    private static StringValue greet(StringValue name, CallContext context) {
        if (name.getValue().isEmpty()) {
            throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "name is empty");
        }
        String language = context.metadata().first("language").orElse("en");
        return StringValue.of((language.equals("de") ? "Hallo " : "Hello ") + name.getValue());
    }

    private static void chat(
            MessageSource<StringValue> requests,
            MessageSink<StringValue> responses,
            CallContext context)
            throws InterruptedException {
        for (StringValue next = requests.receive(); next != null; next = requests.receive()) {
            responses.send(StringValue.of("you said " + next.getValue()));
        }
    }

    static String call(Path socket) throws IOException, InterruptedException {
        RpcMethod<StringValue> greet =
                new RpcMethod<>("example.v1.Greeter", "Greet", StringValue.parser());
        CallOptions options =
                CallOptions.NONE
                        .withTimeout(Duration.ofSeconds(5))
                        .withMetadata(Metadata.of("language", "de"));
        try (TtrpcClient client = TtrpcClient.connect(UnixDomainSocketAddress.of(socket))) {
            return client.call(greet, StringValue.of("Welt"), options).getValue();
        }
    }

    static List<String> stream(Path socket) throws IOException, InterruptedException {
        RpcMethod<StringValue> chat =
                new RpcMethod<>("example.v1.Greeter", "Chat", StringValue.parser());
        List<String> heard = new ArrayList<>();
        try (TtrpcClient client = TtrpcClient.connect(UnixDomainSocketAddress.of(socket));
                ClientStream<StringValue, StringValue> stream =
                        client.stream(chat, CallOptions.NONE)) {
            stream.send(StringValue.of("yes"));
            stream.send(StringValue.of("no"));
            stream.endSending();
            for (StringValue next = stream.receive(); next != null; next = stream.receive()) {
                heard.add(next.getValue());
            }
        }
        return heard;
    }
}
