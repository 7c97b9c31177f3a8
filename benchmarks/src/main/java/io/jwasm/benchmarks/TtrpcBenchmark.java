package io.jwasm.benchmarks;

import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a unary ttrpc call costs over one unix socket, client and server in one JVM, alone and
/// beside calls that stay open on the same connection, as a Wait does.
///
/// `java -jar benchmarks/target/benchmarks.jar TtrpcBenchmark` after `mvn package -DskipTests -pl
/// benchmarks -am`; `-t 4` has four threads call at once.
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TtrpcBenchmark {
    private static final String SERVICE = "benchmark.Echo";
    private static final RpcMethod<StringValue> ECHO =
            new RpcMethod<>(SERVICE, "Echo", StringValue.parser());
    private static final RpcMethod<StringValue> WAIT =
            new RpcMethod<>(SERVICE, "Wait", StringValue.parser());
    private static final StringValue TEXT = StringValue.of("sixteen bytes of");
    private static final int AT_ONCE = 1_000;

    /// How many calls are open on the connection meanwhile.
    @Param({"0", "1000"})
    public int open;

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<CompletableFuture<StringValue>> waiting = new ArrayList<>();
    private Path directory;
    private TtrpcServer server;
    private TtrpcClient client;

    /// Starts server and client and opens the calls.
    ///
    /// @throws IOException when that fails
    /// @throws InterruptedException when the benchmark is stopped
    @Setup
    public void connect() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("ttrpc-benchmark");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        ServiceDefinition echo =
                ServiceDefinition.builder(SERVICE)
                        .unary("Echo", StringValue.parser(), (text, _) -> text)
                        .unary("Wait", StringValue.parser(), (text, _) -> awaitEnd(text))
                        .build();
        server = TtrpcServer.builder().service(echo).build();
        server.serve(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
        client = TtrpcClient.connect(address);
        for (int i = 0; i < open; i++) {
            waiting.add(client.callAsync(WAIT, TEXT, CallOptions.NONE));
        }
    }

    private StringValue awaitEnd(StringValue text) throws InterruptedException {
        end.await();
        return text;
    }

    /// Ends the open calls and both sides.
    ///
    /// @throws IOException when the socket cannot be removed
    @TearDown
    public void disconnect() throws IOException {
        end.countDown();
        waiting.forEach(CompletableFuture::join);
        client.close();
        server.close();
        Files.delete(directory.resolve("s"));
        Files.delete(directory);
    }

    /// How long one call takes.
    ///
    /// @return the answer
    /// @throws InterruptedException when the benchmark is stopped
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public StringValue latency() throws InterruptedException {
        return client.call(ECHO, TEXT, CallOptions.NONE);
    }

    /// How many calls are answered in a second, sent 1,000 at a time.
    ///
    /// @return the last answer
    /// @throws InterruptedException when the benchmark is stopped
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(AT_ONCE)
    public StringValue throughput() throws InterruptedException {
        List<CompletableFuture<StringValue>> calls = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            calls.add(client.callAsync(ECHO, TEXT, CallOptions.NONE));
        }
        StringValue last = TEXT;
        for (CompletableFuture<StringValue> call : calls) {
            last = call.join();
        }
        return last;
    }
}
