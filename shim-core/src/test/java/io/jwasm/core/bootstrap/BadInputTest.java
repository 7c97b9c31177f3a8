package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Empty;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.client.CallOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a user is told of bad input: status and message, word for word, and that nothing is left of
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    /// Spoils a bundle that would work.
    @FunctionalInterface
    interface Spoiler {
        void spoil(Path bundle) throws IOException;
    }

    private DaemonFixture daemon;
    private int number;

    @BeforeAll
    void begin() throws Exception {
        daemon = new DaemonFixture();
    }

    @AfterAll
    void end() throws IOException {
        daemon.close();
    }

    private static Arguments row(String name, TtrpcCode code, String message, Spoiler spoiler) {
        return Arguments.of(name, code, message, spoiler);
    }

    private static Spoiler module(byte[] content) {
        return bundle -> Files.write(bundle.resolve("rootfs/hello.wasm"), content);
    }

    private static Spoiler config(String from, String to) {
        return bundle -> {
            Path file = bundle.resolve("config.json");
            String text = Files.readString(file);
            assertThat(text).contains(from);
            Files.writeString(file, text.replace(from, to));
        };
    }

    static Stream<Arguments> bundles() {
        byte[] elf = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 64);
        elf[16] = 2; // ET_EXEC
        elf[18] = 62; // EM_X86_64
        return Stream.of(
                row(
                        "malformed config.json",
                        TtrpcCode.INVALID_ARGUMENT,
                        "config.json: line 1, column 12: Unexpected end-of-input within/between"
                                + " Object entries",
                        bundle ->
                                Files.writeString(bundle.resolve("config.json"), "{\"process\":")),
                row(
                        "no config.json",
                        TtrpcCode.NOT_FOUND,
                        "bundle \"BUNDLE\": config.json: no such file",
                        bundle -> Files.delete(bundle.resolve("config.json"))),
                row(
                        "empty args",
                        TtrpcCode.INVALID_ARGUMENT,
                        "config.json: process.args must not be empty",
                        config("[ \"/hello.wasm\" ]", "[]")),
                row(
                        "missing rootfs",
                        TtrpcCode.NOT_FOUND,
                        "root.path \"BUNDLE/nowhere\": no such directory",
                        config("\"rootfs\"", "\"nowhere\"")),
                row(
                        "missing module",
                        TtrpcCode.NOT_FOUND,
                        "\"/hello.wasm\": no such file or directory in the image",
                        bundle -> Files.delete(bundle.resolve("rootfs/hello.wasm"))),
                row(
                        "empty module",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/hello.wasm\" is an empty file, not a WebAssembly module",
                        module(new byte[0])),
                row(
                        "truncated header",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/hello.wasm\" is a truncated WebAssembly module of 5 bytes",
                        module(new byte[] {0, 'a', 's', 'm', 1})),
                row(
                        "truncated module",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/hello.wasm\" is truncated: the file ends at byte 7512, within the code"
                                + " section that begins at 503; the section ends at byte 14879",
                        bundle -> {
                            Path file = bundle.resolve("rootfs/hello.wasm");
                            byte[] whole = Files.readAllBytes(file);
                            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
                        }),
                row(
                        "an ELF file",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/hello.wasm\" is an ELF executable for x86-64, not a WebAssembly module",
                        module(elf)),
                row(
                        "an unknown import",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/unknown.wasm\" imports function env.no_such_function (), which jwasm"
                            + " does not offer (it offers wasi_snapshot_preview1, wasi_unstable)",
                        bundle -> {
                            Scratch.addGuest(bundle, "unknown");
                            config("/hello.wasm", "/unknown.wasm").spoil(bundle);
                        }),
                row(
                        "a function that is not there",
                        TtrpcCode.INVALID_ARGUMENT,
                        "\"/hello.wasm\" exports no function \"nothing\"; it exports: _start",
                        config("/hello.wasm", "/hello.wasm#nothing")),
                row(
                        "a network namespace that is not there",
                        TtrpcCode.NOT_FOUND,
                        "network namespace \"/run/netns/no\": openat /run/netns/no: ENOENT (No such"
                                + " file or directory)",
                        config(
                                "\"root\" :",
                                "\"linux\":{\"namespaces\":[{\"type\":\"network\","
                                        + "\"path\":\"/run/netns/no\"}]},\"root\" :")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bundles")
    void aBadBundleIsRefusedAndLeavesNothing(
            String name, TtrpcCode code, String message, Spoiler spoiler) throws Exception {
        String id = "bad" + number++;
        Path bundle = daemon.bundle(id, "hello", "/hello.wasm");
        spoiler.spoil(bundle);

        TtrpcException failure = failure(() -> daemon.client.create(id, bundle));

        assertThat(failure.status().message())
                .isEqualTo(message.replace("BUNDLE", bundle.toString()));
        assertThat(failure.status().code()).isEqualTo(code);
        assertThat(daemon.taskFile(id)).doesNotExist();
        assertThat(daemon.client.connect(id).getTaskPid()).isZero();
    }

    static Stream<Arguments> requests() {
        CreateTaskRequest good = CreateTaskRequest.newBuilder().setId("x").setBundle("/b").build();
        String longId = "x".repeat(300);
        return Stream.of(
                Arguments.of(
                        good.toBuilder().setId("a/b").build(),
                        TtrpcCode.INVALID_ARGUMENT,
                        "container id \"a/b\" must be letters and digits, joined by '.', '_' or"
                                + " '-'"),
                Arguments.of(
                        good.toBuilder().setId("").build(),
                        TtrpcCode.INVALID_ARGUMENT,
                        "container id must not be empty"),
                Arguments.of(
                        good.toBuilder().setId(longId).build(),
                        TtrpcCode.INVALID_ARGUMENT,
                        "container id \""
                                + "x".repeat(40)
                                + "…\" has 300 characters, more than the 76 allowed"),
                Arguments.of(
                        good.toBuilder().setBundle("b").build(),
                        TtrpcCode.INVALID_ARGUMENT,
                        "bundle \"b\" is no absolute path"),
                Arguments.of(
                        good.toBuilder().setCheckpoint("/c").build(),
                        TtrpcCode.UNIMPLEMENTED,
                        "restoring a checkpoint is not implemented"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("requests")
    void aBadRequestIsRefused(CreateTaskRequest request, TtrpcCode code, String message)
            throws Exception {
        TtrpcException failure = failure(() -> daemon.client.create(request));

        assertThat(failure.status().message()).isEqualTo(message);
        assertThat(failure.status().code()).isEqualTo(code);
    }

    @Test
    void aMissingFifoIsNamed() throws Exception {
        Path bundle = daemon.bundle("nofifo", "hello", "/hello.wasm");
        CreateTaskRequest request =
                CreateTaskRequest.newBuilder()
                        .setId("nofifo")
                        .setBundle(bundle.toString())
                        .setStdout("/no/fifo")
                        .build();

        TtrpcException failure = failure(() -> daemon.client.create(request));

        assertThat(failure.status().code()).isEqualTo(TtrpcCode.NOT_FOUND);
        assertThat(failure.status().message()).startsWith("stdout \"/no/fifo\": ");
    }

    @Test
    void callsAtTheWrongTimeAreRefused() throws Exception {
        Path bundle = daemon.bundle("time", "loop", "/loop.wasm");
        daemon.client.create("time", bundle);
        expect(
                () -> daemon.client.create("time", bundle),
                TtrpcCode.ALREADY_EXISTS,
                "container \"time\": already exists");
        daemon.client.start("time");
        expect(
                () -> daemon.client.start("time"),
                TtrpcCode.FAILED_PRECONDITION,
                "container \"time\": task is already running");
        expect(
                () -> daemon.client.delete("time"),
                TtrpcCode.FAILED_PRECONDITION,
                "container \"time\": task is running");
        daemon.client.kill("time", 9);
        daemon.client.await("time");
        expect(
                () -> daemon.client.kill("time", 15),
                TtrpcCode.NOT_FOUND,
                "container \"time\": process has already ended");
        expect(
                () -> daemon.client.start("time"),
                TtrpcCode.FAILED_PRECONDITION,
                "container \"time\": task has already stopped");
        daemon.client.delete("time");
        expect(
                () -> daemon.client.delete("time"),
                TtrpcCode.NOT_FOUND,
                "container \"time\": no such container");
    }

    @Test
    void killBeforeStartEndsTheTask() throws Exception {
        daemon.client.create("early", daemon.bundle("early", "loop", "/loop.wasm"));

        daemon.client.kill("early", 15);

        assertThat(daemon.client.await("early").getExitStatus()).isEqualTo(143);
        daemon.client.delete("early");
    }

    @Test
    void anotherNamespaceIsRefused() throws Exception {
        try (TaskClient other =
                new TaskClient(
                        daemon.socket,
                        "containerd.task.v3.Task",
                        CallOptions.NONE.withMetadata(
                                Metadata.of("containerd-namespace-ttrpc", "k8s.io")))) {
            expect(
                    () -> other.state("x"),
                    TtrpcCode.INVALID_ARGUMENT,
                    "namespace \"k8s.io\" is not served here, only \"test\"");
        }
    }

    static List<String> missing() {
        return List.of("Checkpoint", "Exec");
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatIsNotOfferedSaysSo(String method) throws Exception {
        expect(
                () -> daemon.client.call(method, Empty.getDefaultInstance(), Empty.parser()),
                TtrpcCode.UNIMPLEMENTED,
                method + " is not implemented");
    }

    private static void expect(ThrowingCallable call, TtrpcCode code, String message) {
        TtrpcException failure = failure(call);
        assertThat(failure.status().code()).isEqualTo(code);
        assertThat(failure.status().message()).isEqualTo(message);
    }

    private static TtrpcException failure(ThrowingCallable call) {
        TtrpcException failure = catchThrowableOfType(TtrpcException.class, call);
        assertThat(failure).as("the failure").isNotNull();
        return failure;
    }
}
