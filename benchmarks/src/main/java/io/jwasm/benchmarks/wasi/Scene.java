package io.jwasm.benchmarks.wasi;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a guest works on: a file of 64 KiB, a directory of 100 entries, and a pipe to write to.
final class Scene implements AutoCloseable {
    private static final int FILE_BYTES = 64 * 1024;
    private static final int ENTRIES = 100;
    private static final int PIPE_BYTES = 64 * 1024;

    private final Path directory;
    private final Pipe pipe;
    private final IoBuffer buffer = new IoBuffer(PIPE_BYTES);
    private final byte[] drained = new byte[PIPE_BYTES];

    private Scene(Path directory, Pipe pipe) {
        this.directory = directory;
        this.pipe = pipe;
    }

    static Scene create() throws IOException {
        Path directory = Files.createTempDirectory("wasi-benchmark");
        Files.write(directory.resolve("file"), new byte[FILE_BYTES]);
        Path many = Files.createDirectory(directory.resolve("many"));
        for (int i = 0; i < ENTRIES; i++) {
            Files.createFile(many.resolve("entry-%02d".formatted(i)));
        }
        Pipe pipe = Descriptors.pipe(0);
        // As containers have their streams: the end that the shim writes to never blocks.
        FileCalls.setStatusFlags(pipe.writeEnd().number(), OpenFlags.O_NONBLOCK);
        FileCalls.setStatusFlags(pipe.readEnd().number(), OpenFlags.O_NONBLOCK);
        return new Scene(directory, pipe);
    }

    Path directory() {
        return directory;
    }

    Pipe pipe() {
        return pipe;
    }

    /// Empties the pipe; nobody reads it while the guest writes, so that no second thread is part
    /// of what is measured.
    void drain() throws IOException {
        int read = buffer.read(pipe.readEnd(), drained, 0, drained.length);
        if (read <= 0) {
            throw new IOException("nothing came through the pipe");
        }
    }

    @Override
    public void close() throws IOException {
        pipe.close();
        buffer.close();
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.delete(path);
            }
        }
    }
}
