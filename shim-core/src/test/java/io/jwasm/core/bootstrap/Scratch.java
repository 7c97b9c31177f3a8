package io.jwasm.core.bootstrap;

import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A directory with a daemon's state, bundles and FIFOs; its path is short, for the sake of
/// sockets.
final class Scratch implements AutoCloseable {

    final Path root;

    Scratch() throws IOException {
        root = Files.createTempDirectory(Path.of("/tmp"), "jw");
    }

    Path state(String namespace) {
        return root.resolve("c.sock").resolve("-").resolve(namespace);
    }

    /// The launcher's arguments for a daemon of a containerd whose socket is "/c.sock".
    String[] daemonArguments(String namespace, String... more) {
        Stream<String> words =
                Stream.of(
                        "-namespace",
                        namespace,
                        "-address",
                        "/c.sock",
                        "-state",
                        state(namespace).toString());
        return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
    }

    /// A bundle whose root filesystem holds a guest of the tests as `/NAME.wasm`.
    Path bundle(String id, String guest, List<String> args, UnaryOperator<RuntimeSpec> change)
            throws IOException {
        Path directory = Files.createDirectories(root.resolve("b").resolve(id));
        ProcessSpec process = ProcessSpec.of(args, List.of("PATH=/bin", "CODE=3"), "/");
        Bundle.create(
                directory, change.apply(RuntimeSpec.of(process, new RootSpec("rootfs", false))));
        addGuest(directory, guest);
        return directory;
    }

    static void addGuest(Path bundle, String guest) throws IOException {
        try (InputStream module = Scratch.class.getResourceAsStream("/guests/" + guest + ".wasm")) {
            Files.copy(
                    Objects.requireNonNull(module, guest),
                    bundle.resolve("rootfs").resolve(guest + ".wasm"));
        }
    }

    Path fifo(String name) throws IOException {
        Path path = root.resolve(name);
        Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        if (made.onExit().join().exitValue() != 0) {
            throw new IOException("mkfifo " + path);
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(Scratch::remove);
        }
    }

    private static void remove(Path path) {
        try {
            Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
