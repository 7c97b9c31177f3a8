package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.jwasm.core.config.ConfigSource;
import io.jwasm.proto.options.Options;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon makes of its configuration file, of runtime options and of annotations.
class ConfiguredDaemonTest {

    @TempDir Path directory;
    private int bundles;

    private DaemonFixture daemon(String file) throws IOException, InterruptedException {
        Path path = Files.writeString(directory.resolve("config.toml"), file);
        return new DaemonFixture(new ConfigSource(Optional.of(path), Map.of()));
    }

    private CreateTaskRequest request(
            DaemonFixture daemon, Any options, Map<String, String> annotations) throws IOException {
        String id = "c" + bundles++;
        Path bundle =
                daemon.scratch.bundle(
                        id, "hello", List.of("/hello.wasm"), s -> s.withAnnotations(annotations));
        return daemon.request(id, bundle).setOptions(options).build();
    }

    private static Any options(String type, Options options) {
        return Any.newBuilder().setTypeUrl(type).setValue(options.toByteString()).build();
    }

    private static Any body(String text) {
        return options(
                "runtimeoptions.v1.Options",
                Options.newBuilder().setConfigBody(ByteString.copyFromUtf8(text)).build());
    }

    private static void assertRefused(
            DaemonFixture daemon, CreateTaskRequest request, TtrpcCode code, String message) {
        assertThatThrownBy(() -> daemon.client.create(request))
                .isInstanceOfSatisfying(
                        TtrpcException.class,
                        failure -> {
                            assertThat(failure.status().message()).startsWith(message);
                            assertThat(failure.code()).isEqualTo(code);
                        });
    }

    @Test
    void aBadFileFailsEachCreateAndTheDaemonLivesToSayIt() throws Exception {
        try (DaemonFixture daemon = daemon("[daemon]\nlinger = \"soon\"\n")) {
            for (int i = 0; i < 2; i++) {
                assertRefused(
                        daemon,
                        request(daemon, Any.getDefaultInstance(), Map.of()),
                        TtrpcCode.FAILED_PRECONDITION,
                        "configuration: %s: line 2: daemon.linger is \"soon\", it must be a duration"
                                .formatted(directory.resolve("config.toml")));
            }
        }
    }

    @Test
    void badRuntimeOptionsFailTheirCreateAlone() throws Exception {
        try (DaemonFixture daemon = daemon("")) {
            assertRefused(
                    daemon,
                    request(daemon, body("memory.max = \"much\""), Map.of()),
                    TtrpcCode.INVALID_ARGUMENT,
                    "runtime options: line 1: memory.max is \"much\", it must be a number of"
                            + " bytes");
            assertRefused(
                    daemon,
                    request(daemon, options("a.b/C", Options.getDefaultInstance()), Map.of()),
                    TtrpcCode.INVALID_ARGUMENT,
                    "runtime options of type \"C\" are not known");

            assertThat(daemon.client.create(request(daemon, Any.getDefaultInstance(), Map.of())))
                    .isPositive();
        }
    }

    @Test
    void theFileLimitsTheMemoryAndTheOptionsOfAContainerReplaceIt() throws Exception {
        try (DaemonFixture daemon = daemon("memory.max = \"1KiB\"")) {
            assertRefused(
                    daemon,
                    request(daemon, Any.getDefaultInstance(), Map.of()),
                    TtrpcCode.INVALID_ARGUMENT,
                    "\"/hello.wasm\" needs 128 KiB of memory to start, its limit is 1 KiB");

            assertThat(
                            daemon.client.create(
                                    request(daemon, body("memory.max = \"99%\""), Map.of())))
                    .isPositive();
        }
    }

    @Test
    void anAnnotationNarrowsAndDoesNotWiden() throws Exception {
        try (DaemonFixture daemon = daemon("memory.max = \"64MiB\"")) {
            assertRefused(
                    daemon,
                    request(
                            daemon,
                            Any.getDefaultInstance(),
                            Map.of("jwasm.io/memory.max", "65MiB")),
                    TtrpcCode.INVALID_ARGUMENT,
                    "annotation \"jwasm.io/memory.max\": memory.max \"65MiB\" goes beyond"
                            + " \"64MiB\"");
            assertRefused(
                    daemon,
                    request(
                            daemon,
                            Any.getDefaultInstance(),
                            Map.of("jwasm.io/memory.max", "1KiB")),
                    TtrpcCode.INVALID_ARGUMENT,
                    "\"/hello.wasm\" needs 128 KiB of memory to start, its limit is 1 KiB");

            assertThat(
                            daemon.client.create(
                                    request(
                                            daemon,
                                            Any.getDefaultInstance(),
                                            Map.of("jwasm.io/memory.max", "63MiB"))))
                    .isPositive();
        }
    }
}
