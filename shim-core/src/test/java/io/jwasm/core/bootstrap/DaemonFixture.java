package io.jwasm.core.bootstrap;

import io.jwasm.core.config.ConfigSource;
import io.jwasm.core.config.Configuration;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A daemon within the test's own process, with a containerd that takes its events and a client.
final class DaemonFixture implements AutoCloseable {

    static final String NAMESPACE = "test";

    final Scratch scratch = new Scratch();
    final FakeContainerd containerd;
    final Daemon daemon;
    final TaskClient client;
    final Path socket;

    DaemonFixture() throws IOException, InterruptedException {
        this(ConfigSource.ofSystem(Optional.empty()));
    }

    DaemonFixture(ConfigSource configuration) throws IOException, InterruptedException {
        this(() -> Configuration.read(configuration, Runtime.getRuntime().maxMemory()));
    }

    DaemonFixture(Supplier<Configuration> configuration) throws IOException, InterruptedException {
        containerd = new FakeContainerd(scratch.root.resolve("t.sock"));
        DaemonArguments arguments =
                DaemonArguments.parse(
                        scratch.daemonArguments(
                                NAMESPACE, "-ttrpc-address", containerd.socket().toString()));
        Claim claim = Claim.take(arguments).orElseThrow();
        socket = claim.socket().path();
        daemon = new Daemon(arguments, configuration, claim);
        client = TaskClient.v2(socket);
    }

    Path bundle(String id, String guest, String... args) throws IOException {
        return scratch.bundle(id, guest, List.of(args), spec -> spec);
    }

    /// A request with FIFOs for the outputs.
    CreateTaskRequest.Builder request(String id, Path bundle) throws IOException {
        return CreateTaskRequest.newBuilder()
                .setId(id)
                .setBundle(bundle.toString())
                .setStdout(scratch.fifo(id + "-stdout").toString())
                .setStderr(scratch.fifo(id + "-stderr").toString());
    }

    /// Reads a FIFO to its end, from now on, as containerd's client does.
    static CompletableFuture<String> reading(String fifo) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("reader")
                .start(() -> {
                    try {
                        byte[] bytes = Files.readAllBytes(Path.of(fifo));
                        text.complete(new String(bytes, StandardCharsets.UTF_8));
                    } catch (IOException failure) {
                        text.completeExceptionally(new UncheckedIOException(failure));
                    }
                });
        return text;
    }

    Path taskFile(String id) {
        return scratch.state(NAMESPACE).resolve("tasks").resolve(id);
    }

    @Override
    public void close() throws IOException {
        client.close();
        daemon.close();
        containerd.close();
        scratch.close();
    }
}
