package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.call;
import static io.jwasm.ttrpc.Calls.method;
import static io.jwasm.ttrpc.Calls.service;
import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.ClientStream;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.CallContext;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both directions against containerd's own ttrpc library for Go. Needs `go` on the PATH and its
/// modules.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GoPeerIT {

    private static final Path SOURCE = Path.of("src/test/go/peer").toAbsolutePath();
    private static final Path PEER = Path.of("target/go-peer").toAbsolutePath();

    @TempDir private Path directory;

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    static void build() throws Exception {
        try {
            Result download = run(SOURCE, "go", "mod", "download");
            if (download.status != 0) {
                skip("the modules of the Go peer cannot be had: " + download.output);
            }
        } catch (IOException e) {
            skip("no Go: " + e.getMessage());
        }
        Result build = run(SOURCE, "go", "build", "-o", PEER.toString(), ".");
        assertThat(build.status).as(build.output).isZero();
    }

    private static void skip(String reason) {
        System.out.println("GoPeerIT is skipped: " + reason);
        abort(reason);
    }

    private record Result(int status, String output) {}

    private static Result run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static ServiceDefinition.Builder echo() {
        return service()
                .unary("Echo", StringValue.parser(), (q, _) -> q)
                .unary("Fail", StringValue.parser(), GoPeerIT::fail)
                .unary("Sleep", Empty.parser(), GoPeerIT::sleep)
                .unary(
                        "Blow",
                        Empty.parser(),
                        (_, _) -> BytesValue.of(ByteString.copyFrom(new byte[4 << 20])))
                .unary(
                        "Namespace",
                        StringValue.parser(),
                        (_, c) -> text(c.metadata().first("containerd-namespace-ttrpc").orElse("")))
                .clientStream(
                        "Join",
                        StringValue.parser(),
                        (requests, _) -> text(String.join(",", texts(requests))))
                .serverStream("Split", StringValue.parser(), GoPeerIT::split)
                .bidiStream("Chat", StringValue.parser(), GoPeerIT::chat);
    }

    private static StringValue fail(StringValue request, CallContext context) {
        throw new TtrpcException(TtrpcCode.FAILED_PRECONDITION, "java says no");
    }

    private static StringValue sleep(Empty request, CallContext context) throws Exception {
        CompletableFuture<StringValue> cancelled = new CompletableFuture<>();
        context.onCancel(() -> cancelled.complete(text("")));
        return cancelled.get();
    }

    private static void split(
            StringValue request, MessageSink<StringValue> responses, CallContext context)
            throws InterruptedException {
        for (String part : List.of(request.getValue().split(" ", -1))) {
            if (part.equals("fail")) {
                throw new TtrpcException(TtrpcCode.OUT_OF_RANGE, "java met fail");
            }
            responses.send(text(part));
        }
    }

    private static void chat(
            MessageSource<StringValue> requests,
            MessageSink<StringValue> responses,
            CallContext context)
            throws InterruptedException {
        for (StringValue q = requests.receive(); q != null; q = requests.receive()) {
            responses.send(text("re: " + q.getValue()));
        }
    }

    private static List<String> texts(MessageSource<StringValue> source)
            throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (StringValue next = source.receive(); next != null; next = source.receive()) {
            all.add(next.getValue());
        }
        return all;
    }

    @Test
    void goCallsOurServer() throws Exception {
        try (Endpoint endpoint = new Endpoint(TtrpcServer.builder().service(echo().build()))) {
            Result go =
                    run(
                            directory,
                            PEER.toString(),
                            "call",
                            endpoint.address().getPath().toString());
            // Lines with a time are the Go library's own log. The client's own clock and the
            // server's answer race at the deadline.
            String output =
                    go.output.replace(
                            "rpc error: code = DeadlineExceeded desc = time for Sleep is over",
                            "context deadline exceeded");
            assertThat(output.lines().filter(line -> !line.startsWith("time=")))
                    .containsExactly(
                            "Echo: \"from go\" <nil>",
                            "Fail: \"\" rpc error: code = FailedPrecondition desc = java says no",
                            "Nope: \"\" rpc error: code = Unimplemented desc = method \"Nope\" of"
                                    + " service \"test.Echo\" is unknown",
                            "Echo: \"\" rpc error: code = Unimplemented desc = service \"no.Such\""
                                    + " is unknown",
                            "Namespace: \"moby\" <nil>",
                            "Sleep: \"\" context deadline exceeded",
                            "large: 4194204 <nil>",
                            "blow: ResourceExhausted",
                            "Join: <nil> \"a,,c\"",
                            "part: \"x\"",
                            "part: \"\"",
                            "part: \"z\"",
                            "end: EOF",
                            "part: \"x\"",
                            "end: rpc error: code = OutOfRange desc = java met fail",
                            "Chat: <nil> \"re: 0\"",
                            "Chat: <nil> \"re: 1\"",
                            "Chat: <nil> \"re: 2\"",
                            "end: EOF",
                            "Echo: \"still there\" <nil>");
            assertThat(go.status).isZero();
        }
    }

    /// A Go server; ends when its standard input does.
    private final class GoServer implements AutoCloseable {

        private final Process process;
        private final File socket = directory.resolve("go").toFile();

        GoServer() throws IOException {
            process =
                    new ProcessBuilder(PEER.toString(), "serve", socket.getPath())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).isEqualTo("ready");
        }

        TtrpcClient client() throws IOException {
            return TtrpcClient.connect(UnixDomainSocketAddress.of(socket.toPath()));
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.destroyForcibly();
            Files.deleteIfExists(socket.toPath());
        }
    }

    @Test
    void weCallAGoServer() throws Exception {
        try (GoServer server = new GoServer();
                TtrpcClient client = server.client()) {
            assertThat(call(client, "Echo", "from java")).isEqualTo("from java");
            String large = "x".repeat((4 << 20) - 100);
            assertThat(call(client, "Echo", large)).isEqualTo(large);
            CallOptions moby =
                    CallOptions.NONE.withMetadata(
                            Metadata.of("containerd-namespace-ttrpc", "moby"));
            assertThat(client.call(method("Namespace"), text(""), moby)).isEqualTo(text("moby"));
            CallOptions brief = CallOptions.NONE.withTimeout(Duration.ofMillis(50));
            assertThatThrownBy(() -> client.call(method("Sleep"), text(""), brief))
                    .hasMessageStartingWith("DEADLINE_EXCEEDED: ");
            assertThatThrownBy(() -> call(client, "Fail", ""))
                    .hasMessage("FAILED_PRECONDITION: go says no");
            assertThatThrownBy(() -> call(client, "Nope", ""))
                    .hasMessage("UNIMPLEMENTED: method Nope");
            RpcMethod<StringValue> noService =
                    new RpcMethod<>("no.Such", "Echo", StringValue.parser());
            assertThatThrownBy(() -> client.call(noService, text(""), CallOptions.NONE))
                    .hasMessage("UNIMPLEMENTED: service no.Such");
        }
    }

    @Test
    void weStreamWithAGoServer() throws Exception {
        try (GoServer server = new GoServer();
                TtrpcClient client = server.client();
                ClientStream<StringValue, StringValue> join =
                        client.stream(method("Join"), CallOptions.NONE);
                ClientStream<MessageLite, StringValue> split =
                        client.serverStream(method("Split"), text("x  z"), CallOptions.NONE);
                ClientStream<MessageLite, StringValue> broken =
                        client.serverStream(method("Split"), text("x fail"), CallOptions.NONE);
                ClientStream<StringValue, StringValue> chat =
                        client.stream(method("Chat"), CallOptions.NONE)) {
            join.send(text("a"));
            join.send(text(""));
            join.send(text("c"));
            assertThat(join.finish()).isEqualTo(text("a,,c"));
            assertThat(texts(split)).containsExactly("x", "", "z");
            assertThat(broken.receive()).isEqualTo(text("x"));
            assertThatThrownBy(broken::receive).hasMessage("OUT_OF_RANGE: go met fail");
            chat.send(text("hello"));
            assertThat(chat.receive()).isEqualTo(text("re: hello"));
            chat.endSending();
            assertThat(chat.receive()).isNull();
        }
    }

    @Test
    void aGoServerThatEndsFailsOurCalls() throws Exception {
        try (GoServer server = new GoServer();
                TtrpcClient client = server.client()) {
            CompletableFuture<StringValue> open =
                    client.callAsync(method("Sleep"), text(""), CallOptions.NONE);
            server.process.destroyForcibly();
            assertThat(open)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .havingCause()
                    .withMessageStartingWith("UNAVAILABLE: connection ");
        }
    }
}
