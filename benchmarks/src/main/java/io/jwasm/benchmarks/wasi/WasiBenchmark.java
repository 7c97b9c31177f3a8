package io.jwasm.benchmarks.wasi;

import java.io.IOException;
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

/// What a WASI call costs a compiled guest, on jwasm's host and on the engine's own.
///
/// The guest makes each call many times for one order, so that handing over the order, two changes
/// of threads, does not count. `scripts/bench-wasi` runs it and prints the table.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseG1GC",
            "-Xms256m"
        })
public class WasiBenchmark {
    private static final int MANY = 100_000;
    private static final int SOME = 10_000;
    private static final int FEW = 1_000;

    /// Whose WASI.
    @Param({"jwasm", "chicory"})
    public String host = "";

    private final Orders orders = new Orders();
    private Scene scene;
    private WasiHost running;

    /// Starts the guest.
    ///
    /// @throws IOException when that fails
    @Setup
    public void start() throws IOException {
        scene = Scene.create();
        running =
                host.equals("jwasm")
                        ? JwasmHost.start(scene, orders)
                        : ChicoryHost.start(scene, orders);
        orders.awaitGuest();
    }

    /// Ends the guest.
    ///
    /// @throws IOException when that fails
    @TearDown
    public void stop() throws IOException {
        orders.stop();
        running.close();
        scene.close();
    }

    /// `clock_time_get` of the monotonic clock.
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void clock() {
        orders.run(Call.CLOCK, MANY);
    }

    /// `path_open` of a file, and `fd_close`.
    @Benchmark
    @OperationsPerInvocation(SOME)
    public void openAndClose() {
        orders.run(Call.OPEN_CLOSE, SOME);
    }

    /// `path_filestat_get` of a file.
    @Benchmark
    @OperationsPerInvocation(SOME)
    public void stat() {
        orders.run(Call.STAT, SOME);
    }

    /// `fd_pread` of 4 KiB.
    @Benchmark
    @OperationsPerInvocation(SOME)
    public void pread4k() {
        orders.run(Call.PREAD, SOME);
    }

    /// `fd_pwrite` of 4 KiB.
    @Benchmark
    @OperationsPerInvocation(SOME)
    public void pwrite4k() {
        orders.run(Call.PWRITE, SOME);
    }

    /// `fd_readdir` of 100 entries in one call.
    @Benchmark
    @OperationsPerInvocation(FEW)
    public void readdir100() {
        orders.run(Call.READDIR, FEW);
    }

    /// `fd_write` of 64 bytes to a pipe, with the read that empties it after 1,000 of them.
    ///
    /// @throws IOException when the pipe cannot be read
    @Benchmark
    @OperationsPerInvocation(FEW)
    public void writePipe() throws IOException {
        orders.run(Call.WRITE, FEW);
        scene.drain();
    }
}
