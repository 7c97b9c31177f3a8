package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Peers;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What starting a container costs, beside runc with a static program that says the same.
///
/// `scripts/bench-start` runs it with 20 rounds and prints the table; with the few rounds of a
/// usual run it only shows that each path works.
@Timeout(900)
class TimingIT {
    private static final int ROUNDS = Integer.getInteger("jwasm.it.rounds", 3);
    private static final String WASM = "docker.io/jwasm/hello-wasm:1";
    private static final String STATIC = "docker.io/jwasm/hello-static:1";

    private final Stopwatch spawn = new Stopwatch("a process that does nothing (/bin/true)");
    private final Stopwatch start = new Stopwatch("launcher start, daemon alive");
    private final Stopwatch delete = new Stopwatch("launcher delete");
    private final Stopwatch info = new Stopwatch("launcher -info");
    private final Stopwatch client = new Stopwatch("ctr version (client and one call)");
    private final Stopwatch metadata = new Stopwatch("ctr container create, ctr container rm");
    private final Stopwatch task = new Stopwatch("Create, Start, Wait, Delete over ttrpc");
    private final Stopwatch warm = new Stopwatch("ctr run --rm, jwasm, warm");
    private final Stopwatch runc = new Stopwatch("ctr run --rm, runc, static C hello");
    private final Stopwatch cold = new Stopwatch("ctr run --rm, jwasm, no daemon");

    @Test
    void eachWayToStartAContainerIsTimed() {
        try (Containerd containerd =
                        Containerd.start(
                                Setup.plain(
                                        Release.V2_1, Shim.JWASM.shims().toArray(Path[]::new)));
                TaskClient daemon = new TaskClient()) {
            importImages(containerd);
            for (int round = 0; round < ROUNDS; round++) {
                coldRun(containerd);
            }
            for (int round = 0; round < Math.max(5, ROUNDS / 2); round++) {
                hello(containerd, Shim.JWASM, WASM);
                hello(containerd, Shim.RUNC, STATIC);
                life(daemon);
            }
            for (int round = 0; round < ROUNDS; round++) {
                warm.time(() -> hello(containerd, Shim.JWASM, WASM));
                runc.time(() -> hello(containerd, Shim.RUNC, STATIC));
                client.time(() -> containerd.ctr("version").orThrow());
                metadata.time(() -> createAndRemove(containerd));
                task.time(() -> life(daemon));
                launcher(containerd);
            }
        }
        print();
    }

    private void print() {
        IO.println(
                "[timing] %-44s %9s %9s %9s   ms, %d rounds"
                        .formatted("", "median", "least", "greatest", ROUNDS));
        for (Stopwatch watch : watches()) {
            IO.println("[timing] " + watch);
        }
        IO.println(
                String.format(
                        Locale.ROOT,
                        "[timing] warm jwasm over runc: %.2f",
                        warm.median() / runc.median()));
    }

    private List<Stopwatch> watches() {
        return List.of(spawn, start, delete, info, client, metadata, task, warm, runc, cold);
    }

    /// What containerd does for a container without a task: a snapshot, its mounts, its database.
    private static void createAndRemove(Containerd containerd) {
        String id = Stack.newId();
        containerd.ctr("container", "create", "--runtime", Shim.JWASM.type(), WASM, id).orThrow();
        containerd.ctr("container", "rm", id).orThrow();
    }

    /// One container's whole life in the daemon, anchor, guest and exit included.
    private static void life(TaskClient daemon) {
        String id = Stack.newId();
        try {
            daemon.create(id, daemon.bundleOf(id, "hello.wasm", ""));
            daemon.start(id);
            assertThat(daemon.await(id)).isZero();
            daemon.delete(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void importImages(Containerd containerd) {
        TestImage wasm = TestImage.ofModule(WASM, Guests.bytes("hello.wasm"));
        containerd.importImage("default", wasm.writeTo(containerd.home()));
        containerd.importImage(
                "default", staticHello(containerd.home()).writeTo(containerd.home()));
    }

    /// `guests/hello.c` as a static Linux program; without a C compiler, busybox has to stand in.
    private static TestImage staticHello(Path folder) {
        Path program = folder.resolve("hello");
        String source = Path.of("src/test/guests/hello.c").toAbsolutePath().toString();
        String compile = "cc -static -O2 -s -o \"$0\" \"$1\"";
        if (Command.of("sh", "-c", compile, program.toString(), source).run().exitCode() != 0) {
            IO.println("[timing] no C compiler: runc runs busybox's echo instead");
            return linux("busybox", Peers.busybox(), List.of("/busybox", "echo", "hello"));
        }
        try {
            return linux("hello", Files.readAllBytes(program), List.of("/hello"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestImage linux(String name, byte[] program, List<String> entrypoint) {
        return new TestImage(
                STATIC,
                TestImage.Platform.host(),
                List.of(TestImage.executable(name, program)),
                entrypoint);
    }

    private static void hello(Containerd containerd, Shim shim, String image) {
        Outcome outcome =
                containerd
                        .run(
                                List.of("--rm", "--runtime", shim.type()),
                                List.of(image, Stack.newId()))
                        .run();
        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("hello\n");
    }

    private void coldRun(Containerd containerd) {
        for (long pid : ProcessTable.belongingTo(containerd.home().toString())) {
            if (pid != containerd.pid()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            }
        }
        cold.time(() -> hello(containerd, Shim.JWASM, WASM));
    }

    /// Calls the launcher as containerd does, in a bundle's folder.
    private void launcher(Containerd containerd) {
        String id = Stack.newId();
        Path bundle = containerd.home().resolve("bundles").resolve(id);
        try {
            Files.createDirectories(bundle);
            Files.writeString(
                    bundle.resolve("config.json"), "{\"ociVersion\":\"1.0.2\",\"linux\":{}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spawn.time(() -> in(bundle, containerd, "/bin/true").orThrow());
        String program = Shim.JWASM.shims().getFirst() + "/containerd-shim-jwasm-v1";
        List<String> line =
                List.of(
                        program,
                        "-namespace",
                        "default",
                        "-address",
                        containerd.socket().toString(),
                        "-publish-binary",
                        "/usr/bin/containerd",
                        "-id",
                        id);
        start.time(() -> in(bundle, containerd, with(line, "start")).orThrow());
        delete.time(() ->
                in(bundle, containerd, with(line, "-bundle", bundle.toString(), "delete"))
                        .orThrow());
        info.time(() -> in(bundle, containerd, program, "-info").orThrow());
    }

    private static String[] with(List<String> line, String... more) {
        List<String> all = new ArrayList<>(line);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Outcome in(Path folder, Containerd containerd, String... line) {
        return Command.of(line)
                .with(
                        Map.of(
                                "JWASM_STATE",
                                containerd.jwasmState().toString(),
                                "TTRPC_ADDRESS",
                                containerd.socket() + ".ttrpc"))
                .in(folder)
                .run();
    }
}
