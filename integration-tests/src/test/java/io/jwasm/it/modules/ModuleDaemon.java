package io.jwasm.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.Guests;
import io.jwasm.it.TaskClient;
import io.jwasm.it.process.Command;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A daemon with a cache of compiled modules, and modules to run in it. Thread-safe.
final class ModuleDaemon implements AutoCloseable {
    /// Enough for the daemon's own code to have been loaded and compiled once.
    private static final int WARMING_CONTAINERS = 20;

    private final TaskClient client;
    private final AtomicInteger containers = new AtomicInteger();

    private ModuleDaemon(TaskClient client) {
        this.client = client;
    }

    /// A daemon whose cache is empty.
    static ModuleDaemon fresh() {
        return new ModuleDaemon(new TaskClient(Map.of()));
    }

    /// A daemon with a cache that was filled before.
    static ModuleDaemon on(Path cache) {
        return new ModuleDaemon(new TaskClient(Map.of("JWASM_CACHE", cache.toString())));
    }

    TaskClient client() {
        return client;
    }

    /// Puts a module where containers find it.
    ///
    /// @return their root folder
    Path put(String name, byte[] module) throws IOException {
        Path root = Files.createDirectories(client.home().resolve("roots").resolve(name));
        Files.write(root.resolve("main.wasm"), module);
        return root;
    }

    /// Creates a container; each has another id.
    ///
    /// @param root where its module is
    /// @param stdout where its output goes
    /// @param arguments with the program's name first
    Container create(Path root, String stdout, String... arguments)
            throws IOException, InterruptedException {
        String id = "c" + containers.incrementAndGet();
        String words =
                Stream.of(arguments).map("\"%s\""::formatted).collect(Collectors.joining(","));
        Path bundle =
                client.bundle(
                        id,
                        """
                        {"ociVersion":"1.0.2",\
                        "process":{"cwd":"/","args":[%s],"user":{"uid":0,"gid":0}},\
                        "root":{"path":"%s"},"linux":{}}\
                        """
                                .formatted(words, root));
        long before = System.nanoTime();
        CreateTaskResponse answer = client.create(id, bundle, "", stdout);
        return new Container(id, answer.getPid(), (System.nanoTime() - before) / 1e6);
    }

    /// A container.
    ///
    /// @param id its id
    /// @param pid its anchor
    /// @param createMillis how long its Create took
    record Container(String id, int pid, double createMillis) {}

    /// Waits for a container's good end and deletes it.
    void finish(Container container) throws InterruptedException {
        assertThat(client.await(container.id())).as(container.id()).isZero();
        assertThat(client.delete(container.id()).getPid()).isEqualTo(container.pid());
    }

    /// Runs a container from Create to Delete.
    ///
    /// @return how long it took from Start until Wait answered, in milliseconds
    double run(Path root, String stdout, String... arguments)
            throws IOException, InterruptedException {
        Container container = create(root, stdout, arguments);
        long before = System.nanoTime();
        client.start(container.id());
        assertThat(client.await(container.id())).as(Arrays.toString(arguments)).isZero();
        double millis = (System.nanoTime() - before) / 1e6;
        finish(container);
        return millis;
    }

    /// Runs some containers of another module, as a daemon has that is not just begun.
    void warm() throws IOException, InterruptedException {
        Path root = put("warm", Guests.bytes("hello.wasm"));
        for (int i = 0; i < WARMING_CONTAINERS; i++) {
            double _ = run(root, "", "/main.wasm");
        }
    }

    /// A FIFO, as containerd makes one for each stream.
    Path fifo(String name) {
        Path fifo = client.home().resolve(name);
        if (!Files.exists(fifo)) {
            Command.of("mkfifo", fifo.toString()).run().orThrow();
        }
        return fifo;
    }

    /// How often the log says that a module was compiled.
    long compilations(byte[] module) {
        String said = "module " + sha256(module) + " compiled in ";
        return client.log().stream().filter(line -> line.contains(said)).count();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
