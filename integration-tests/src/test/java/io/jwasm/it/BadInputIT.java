package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jwasm.it.census.Census;
import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Peers;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a user of `ctr` reads when an image, a specification or a request is wrong.
@ParameterizedClass
@MethodSource("stacks")
class BadInputIT {
    /// A module whose one import, `env.nope`, no host has: the binary format's sections are type,
    /// import, function, export of `_start`, and code.
    private static final String UNKNOWN_IMPORT =
            "0061736d01000000"
                    + "010401600000"
                    + "020c0103656e76046e6f70650000"
                    + "03020100"
                    + "070a01065f73746172740001"
                    + "0a040102000b";

    private static final int MOST_REQUESTS = 3;

    private final Stack stack;
    private final Containerd containerd;
    private final Path folder;

    BadInputIT(Stack stack, @TempDir Path folder) {
        this.stack = stack;
        this.containerd = stack.containerd();
        this.folder = folder;
    }

    static Stream<Stack> stacks() {
        return Stack.underEachRelease(Shim.JWASM);
    }

    /// A file in the place of the module, and what the message must hold beside the file's name.
    record BadModule(String name, ByteString content, String cause) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BadModule> badModules() {
        ByteString probe = ByteString.copyFrom(Guests.bytes("probe.wasm"));
        return Stream.of(
                new BadModule("empty", ByteString.EMPTY, "empty"),
                new BadModule("truncated", probe.substring(0, probe.size() / 2), "main.wasm"),
                new BadModule("elf", ByteString.copyFrom(Peers.busybox()), "ELF"),
                new BadModule("text", ByteString.copyFromUtf8("#!/bin/sh\n"), "main.wasm"),
                new BadModule(
                        "unknown-import",
                        ByteString.copyFrom(HexFormat.of().parseHex(UNKNOWN_IMPORT)),
                        "env.nope"));
    }

    @ParameterizedTest
    @MethodSource("badModules")
    void moduleThatCannotRunIsNamedWithItsCause(BadModule bad) {
        String image = "docker.io/jwasm/bad-" + bad.name() + ":1";
        byte[] content = bad.content().toByteArray();
        containerd.importImage("default", TestImage.ofModule(image, content).writeTo(folder));

        refused(
                () -> stack.run(image, List.of("--rm"), Stack.newId(), List.of()).run(),
                "/main.wasm",
                bad.cause());
    }

    @Test
    void entrypointThatIsNotThereIsNamed() {
        refused(
                () ->
                        stack.run(
                                        Guests.PROBE_IMAGE,
                                        List.of("--rm"),
                                        Stack.newId(),
                                        List.of("/nowhere.wasm"))
                                .run(),
                "/nowhere.wasm");
    }

    @Test
    void emptyArgumentsAreRefused() throws IOException {
        Files.createDirectories(folder.resolve("root"));

        refused(() -> runWith(specification("[]", folder.resolve("root"))), "args");
    }

    @Test
    void missingRootFileSystemIsNamed() {
        refused(
                () -> runWith(specification("[\"/main.wasm\"]", folder.resolve("gone"))),
                folder.resolve("gone").toString());
    }

    @Test
    void specificationWithoutAProcessIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("root"));
        String specification =
                "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"%s\"},\"linux\":{}}"
                        .formatted(folder.resolve("root"));

        refused(() -> runWith(specification), "process");
    }

    @Test
    void idWithASlashIsRefused() {
        refused(() -> stack.probe(List.of("--rm"), "a/b", "echo").run(), "a/b", "invalid argument");
    }

    @Test
    void idOf300CharactersIsRefused() {
        refused(
                () -> stack.probe(List.of("--rm"), "x".repeat(300), "echo").run(),
                "invalid argument");
    }

    @Test
    void secondContainerOfAnIdIsRefused() {
        String id = stack.detached("spin");

        Outcome outcome = stack.probe(List.of("--rm"), id, "echo").run();

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.error()).contains(id).contains("already exists");
        remove(id);
    }

    @Test
    void secondStartIsRefused() {
        String id = stack.detached("spin");

        Outcome outcome = stack.ctr("tasks", "start", "--detach", id);

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.error()).contains(id).contains("already exists");
        remove(id);
    }

    @Test
    void runningTaskIsNotDeleted() {
        String id = stack.detached("spin");

        Outcome outcome = stack.ctr("tasks", "delete", id);

        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.error()).contains("must be stopped before deletion");
        assertThat(stack.task(id).map(Stack.Task::status)).contains("RUNNING");
        remove(id);
    }

    @Test
    void unknownSignalIsRefused() {
        String id = stack.detached("spin");

        Outcome outcome = stack.ctr("tasks", "kill", "--signal", "99", id);

        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        remove(id);
    }

    /// A request to be refused, and nothing of it left; the messages are printed, for people.
    private void refused(Supplier<Outcome> request, String... parts) {
        stack.probe("echo").run().orThrow();
        // What the daemon's JVM takes with the first such request, it keeps; what a request leaves,
        // each leaves.
        List<String> left = List.of("not sent");
        for (int i = 0; i < MOST_REQUESTS && !left.isEmpty(); i++) {
            left = leftOfRefused(request, parts);
        }
        assertThat(left).isEmpty();
        assertThat(stack.probe("echo", "fine").run().text()).isEqualTo("fine\n");
    }

    private List<String> leftOfRefused(Supplier<Outcome> request, String... parts) {
        Census before = Census.settled(containerd, Census.none(), Duration.ofSeconds(1));

        Outcome outcome = request.get();

        IO.println("[refused] %s: %s".formatted(stack, outcome.error().strip()));
        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.error()).contains(parts);
        return Census.settled(containerd, before, Duration.ofSeconds(20)).beyond(before);
    }

    private Outcome runWith(String specification) {
        try {
            Path file = Files.writeString(folder.resolve("config.json"), specification);
            List<String> options =
                    List.of("--rm", "--runtime", stack.shim().type(), "--config", file.toString());
            return containerd.run(options, List.of(Stack.newId())).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String specification(String arguments, Path root) {
        return """
        {"ociVersion":"1.0.2","process":{"cwd":"/","args":%s,"user":{"uid":0,"gid":0}},\
        "root":{"path":"%s"},"linux":{}}\
        """
                .formatted(arguments, root);
    }

    private void remove(String id) {
        stack.ctr("tasks", "rm", "--force", id);
        stack.ctr("containers", "rm", id).orThrow();
    }
}
