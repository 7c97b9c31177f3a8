package io.jwasm.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One start of a program of [ModuleBytes#clockFirst].
///
/// @param createMillis how long Create took; what comes next begins when Start is sent
/// @param firstMillis until the guest read its clock, which is the first that it does
/// @param outputMillis until the first byte of the program's own output was here
record Trial(double createMillis, double firstMillis, double outputMillis) {
    private static final long LIMIT_SECONDS = 120;

    /// Runs the program in a container.
    static Trial inContainer(ModuleDaemon daemon, Path root, List<String> arguments)
            throws IOException, InterruptedException {
        File fifo = daemon.fifo("stdout").toFile();
        try (RandomAccessFile output = new RandomAccessFile(fifo, "rw")) {
            ModuleDaemon.Container container =
                    daemon.create(root, fifo.toString(), arguments.toArray(String[]::new));
            CompletableFuture<Arrivals> arrivals = readAside(output::read);
            long start = now();
            daemon.client().start(container.id());
            daemon.finish(container);
            return arrivals(arrivals).since(start, container.createMillis());
        }
    }

    /// Runs the program in a process of its own, from the process's start on.
    static Trial inProcess(List<String> line) throws IOException, InterruptedException {
        long start = now();
        Process process = Command.of(line).start();
        try (InputStream output = process.getInputStream()) {
            CompletableFuture<Arrivals> arrivals = readAside(output::read);
            Trial trial = arrivals(arrivals).since(start, 0);
            byte[] _ = output.readAllBytes();
            assertThat(process.waitFor()).as(line.toString()).isZero();
            return trial;
        }
    }

    /// When the guest's clock was read, and when its output came.
    private record Arrivals(long clockNanos, long outputNanos) {

        Trial since(long start, double createMillis) {
            return new Trial(createMillis, (clockNanos - start) / 1e6, (outputNanos - start) / 1e6);
        }
    }

    /// Where bytes come from, one at a time.
    @FunctionalInterface
    private interface Source {
        int read() throws IOException;
    }

    private static CompletableFuture<Arrivals> readAside(Source source) {
        CompletableFuture<Arrivals> arrivals = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("output")
                .start(() -> {
                    try {
                        arrivals.complete(read(source));
                    } catch (IOException | RuntimeException failure) {
                        arrivals.completeExceptionally(failure);
                    }
                });
        return arrivals;
    }

    private static Arrivals read(Source source) throws IOException {
        byte[] clock = new byte[Long.BYTES];
        for (int i = 0; i < clock.length; i++) {
            clock[i] = (byte) required(source);
        }
        int _ = required(source);
        long arrived = now();
        return new Arrivals(
                ByteBuffer.wrap(clock).order(ByteOrder.LITTLE_ENDIAN).getLong(), arrived);
    }

    private static int required(Source source) throws IOException {
        int next = source.read();
        if (next < 0) {
            throw new IOException("the program ended without output");
        }
        return next;
    }

    private static Arrivals arrivals(CompletableFuture<Arrivals> arrivals)
            throws InterruptedException {
        try {
            return arrivals.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new UncheckedIOException(new IOException(failure));
        }
    }

    /// What `CLOCK_REALTIME` tells.
    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
