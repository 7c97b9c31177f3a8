package io.jwasm.benchmarks;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.io.Descriptors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to open and close a file confined to a directory, against an unconfined open by
/// path in `java.nio`.
///
/// `java -jar benchmarks/target/benchmarks.jar OpenBenchmark`
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"--enable-native-access=ALL-UNNAMED"})
public class OpenBenchmark {

    private Path directory;
    private Path file;
    private HostFd root;

    /// Makes the directory and its file.
    ///
    /// @throws IOException when that fails
    @Setup
    public void createFile() throws IOException {
        directory = Files.createTempDirectory("open-benchmark");
        file = Files.createFile(directory.resolve("file"));
        root = Descriptors.open(directory.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
    }

    /// Removes them.
    ///
    /// @throws IOException when that fails
    @TearDown
    public void removeFile() throws IOException {
        root.close();
        Files.delete(file);
        Files.delete(directory);
    }

    /// openat2(2) with `RESOLVE_IN_ROOT`.
    ///
    /// @return what was opened
    /// @throws ErrnoException when that fails
    @Benchmark
    public HostFd confined() throws ErrnoException {
        try (HostFd opened = ConfinedOpen.open(root, "file", OpenHow.inRoot(OpenFlags.O_RDONLY))) {
            return opened;
        }
    }

    /// `FileChannel.open`, which is not confined to anything.
    ///
    /// @return what was opened
    /// @throws IOException when that fails
    @Benchmark
    public FileChannel unconfinedNio() throws IOException {
        try (FileChannel opened = FileChannel.open(file)) {
            return opened;
        }
    }
}
