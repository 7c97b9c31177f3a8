package io.jwasm.core.bootstrap;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.proto.events.TaskExit;
import io.jwasm.proto.events.ttrpc.Envelope;
import io.jwasm.proto.events.ttrpc.ForwardRequest;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The side of containerd that takes events, on a real socket.
final class FakeContainerd implements AutoCloseable {

    private final LinkedBlockingQueue<Envelope> received = new LinkedBlockingQueue<>();
    private final Path socket;
    private TtrpcServer server;

    FakeContainerd(Path socket) throws IOException {
        this.socket = socket;
        this.server = serve();
    }

    private TtrpcServer serve() throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        TtrpcServer started =
                TtrpcServer.builder()
                        .service(
                                ServiceDefinition.builder(
                                                "containerd.services.events.ttrpc.v1.Events")
                                        .unary(
                                                "Forward",
                                                ForwardRequest.parser(),
                                                (request, _) -> {
                                                    received.add(request.getEnvelope());
                                                    return Empty.getDefaultInstance();
                                                })
                                        .build())
                        .build();
        started.serve(channel);
        return started;
    }

    void stop() {
        server.close();
    }

    void restart() throws IOException {
        server = serve();
    }

    Path socket() {
        return socket;
    }

    /// The next events, in the order of their arrival.
    List<Envelope> take(int count) throws InterruptedException {
        List<Envelope> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Envelope event = received.poll(60, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError(
                        "event %d of %d did not come after %s"
                                .formatted(i + 1, count, topics(taken)));
            }
            taken.add(event);
        }
        return taken;
    }

    /// The topics of the next events up to one.
    List<String> takeUntil(String last) throws InterruptedException {
        List<String> topics = new ArrayList<>();
        while (topics.isEmpty() || !topics.getLast().equals(last)) {
            topics.addAll(topics(take(1)));
        }
        return topics;
    }

    static List<String> topics(List<Envelope> events) {
        return events.stream().map(Envelope::getTopic).toList();
    }

    static TaskExit exit(Envelope event) throws InvalidProtocolBufferException {
        return TaskExit.parseFrom(event.getEvent().getValue());
    }

    @Override
    public void close() {
        server.close();
    }
}
