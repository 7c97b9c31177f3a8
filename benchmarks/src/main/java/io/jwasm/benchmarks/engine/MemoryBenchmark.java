package io.jwasm.benchmarks.engine;

import com.dylibso.chicory.runtime.ExportFunction;
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
import org.openjdk.jmh.annotations.Warmup;

/// One access to linear memory by compiled code, in our memory and in the engine's own, the loop
/// around it and its poll included.
///
/// `java -jar benchmarks/target/benchmarks.jar engine.MemoryBenchmark`
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MemoryBenchmark {

    private static final int TIMES = 100_000;

    /// Ours is `flat`, the engine's `paged`.
    @Param({"flat", "paged"})
    public String memory = "";

    private ExportFunction readInts;
    private ExportFunction readBytes;
    private ExportFunction writeInts;

    /// Makes the guest.
    ///
    /// @throws IOException when its module cannot be read
    @Setup
    public void compile() throws IOException {
        CompiledGuest guest = CompiledGuest.compile(memory.equals("flat"));
        readInts = guest.function("read_ints");
        readBytes = guest.function("read_bytes");
        writeInts = guest.function("write_ints");
    }

    /// `i32.load`.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] readInt() {
        return readInts.apply(TIMES);
    }

    /// `i32.load8_u`.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] readByte() {
        return readBytes.apply(TIMES);
    }

    /// `i32.store`.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] writeInt() {
        return writeInts.apply(TIMES);
    }
}
