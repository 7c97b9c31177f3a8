package io.jwasm.benchmarks.engine;

import com.dylibso.chicory.runtime.ExportFunction;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.control.GuestThread;
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

/// A turn of a loop with its poll, and calls from compiled code, on a guest's thread: with the poll
/// that asks the guest's control state, and with the one of a plain thread.
///
/// `java -jar benchmarks/target/benchmarks.jar engine.CallBenchmark`
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {
            "-Djmh.executor=CUSTOM",
            "-Djmh.executor.class=io.jwasm.benchmarks.engine.GuestThreads",
            "--enable-native-access=ALL-UNNAMED"
        })
public class CallBenchmark {

    private static final int TIMES = 100_000;

    /// `guest` as in a container, `thread` as in a program that embeds the engine.
    @Param({"guest", "thread"})
    public String poll = "";

    private ControlState control;
    private ExportFunction spin;
    private ExportFunction call;
    private ExportFunction callIndirect;
    private ExportFunction callHost;

    /// Makes the guest.
    ///
    /// @throws IOException when its module cannot be read
    @Setup
    public void compile() throws IOException {
        control = new ControlState();
        CompiledGuest guest = CompiledGuest.compile(true);
        spin = guest.function("spin");
        call = guest.function("call");
        callIndirect = guest.function("call_indirect");
        callHost = guest.function("call_host");
    }

    /// Frees its control state.
    @TearDown
    public void close() throws ErrnoException {
        control.close();
    }

    private long[] run(ExportFunction function) {
        if (poll.equals("thread") || !(Thread.currentThread() instanceof GuestThread thread)) {
            return function.apply(TIMES);
        }
        thread.enterGuest(control);
        try {
            return function.apply(TIMES);
        } finally {
            thread.leaveGuest();
        }
    }

    /// A turn of a loop: six operations and a poll.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] turn() {
        return run(spin);
    }

    /// `call`, and the turn of the loop around it.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] call() {
        return run(call);
    }

    /// `call_indirect` of two functions by turns.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] callIndirect() {
        return run(callIndirect);
    }

    /// A call of an imported function that does nothing: what the engine takes for the crossing.
    ///
    /// @return what the guest computes
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long[] callHost() {
        return run(callHost);
    }
}
