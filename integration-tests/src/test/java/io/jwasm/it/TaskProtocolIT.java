package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jwasm.proto.task.v2.StateRequest;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that `ctr` never sends, straight to a daemon that our launcher started: what is
/// refused, with which status, and that a container's life goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskProtocolIT {
    private final TaskClient daemon = new TaskClient();

    @AfterAll
    void stop() {
        daemon.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"process\": 7}", "\u0000\u0001"})
    void malformedSpecificationIsRefused(String text) throws IOException {
        TtrpcException refusal =
                refusal(() -> daemon.create("malformed", daemon.bundle("malformed", text)));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
        assertThat(refusal.status().message()).contains("config.json");
    }

    @Test
    void bundleWithoutASpecificationIsRefused() throws IOException {
        Path empty = Files.createDirectories(daemon.home().resolve("empty"));

        TtrpcException refusal = refusal(() -> daemon.create("empty", empty));

        assertThat(refusal.status().message()).contains("config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", "", "-a"})
    void malformedIdIsRefused(String id) {
        TtrpcException refusal = refusal(() -> daemon.create(id, spinning("malformed-id")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
    }

    @Test
    void idOf300CharactersIsRefused() {
        TtrpcException refusal = refusal(() -> daemon.create("x".repeat(300), spinning("long-id")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
    }

    @Test
    void unknownContainerIsNotFound() {
        TtrpcException refusal = refusal(() -> daemon.start("nobody"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.NOT_FOUND);
        assertThat(refusal.status().message()).contains("nobody");
    }

    @Test
    void unknownMethodIsUnimplemented() {
        TtrpcException refusal =
                refusal(() ->
                        daemon.call(
                                "Levitate",
                                StateRequest.getDefaultInstance(),
                                StateResponse.parser()));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.UNIMPLEMENTED);
    }

    @Test
    void secondCreateOfAnIdIsRefused() throws Exception {
        daemon.create("twice", spinning("twice"));

        TtrpcException refusal = refusal(() -> daemon.create("twice", spinning("twice")));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.ALREADY_EXISTS);
        assertThat(refusal.status().message()).contains("twice");
        daemon.delete("twice");
    }

    @Test
    void secondStartIsRefusedAndTheGuestGoesOn() throws Exception {
        daemon.create("restarted", spinning("restarted"));
        daemon.start("restarted");

        TtrpcException refusal = refusal(() -> daemon.start("restarted"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.FAILED_PRECONDITION);
        assertThat(refusal.status().message()).contains("restarted").contains("running");
        end("restarted");
    }

    @Test
    void runningTaskIsNotDeleted() throws Exception {
        daemon.create("busy", spinning("busy"));
        daemon.start("busy");

        TtrpcException refusal = refusal(() -> daemon.delete("busy"));

        assertThat(refusal.status().code()).isEqualTo(TtrpcCode.FAILED_PRECONDITION);
        assertThat(refusal.status().message()).contains("busy").contains("running");
        end("busy");
    }

    @Test
    void killBeforeStartEndsTheTask() throws Exception {
        daemon.create("unborn", spinning("unborn"));

        daemon.kill("unborn");

        assertThat(daemon.await("unborn")).isEqualTo(137);
        assertThat(daemon.delete("unborn").getExitStatus()).isEqualTo(137);
    }

    @Test
    void taskThatNeverStartedIsDeleted() throws Exception {
        daemon.create("unused", spinning("unused"));

        daemon.delete("unused");

        assertThat(refusal(() -> daemon.start("unused")).status().code())
                .isEqualTo(TtrpcCode.NOT_FOUND);
    }

    /// A call that may be refused.
    @FunctionalInterface
    private interface Request {
        Object send() throws Exception;
    }

    private static TtrpcException refusal(Request request) {
        TtrpcException refusal = catchThrowableOfType(TtrpcException.class, request::send);
        assertThat(refusal).as("the request was served").isNotNull();
        IO.println("[refused] " + refusal.status());
        return refusal;
    }

    private void end(String id) throws InterruptedException {
        daemon.kill(id);
        assertThat(daemon.await(id)).isEqualTo(137);
        daemon.delete(id);
    }

    private Path spinning(String name) throws IOException {
        return daemon.bundleOf(name, "probe.wasm", "spin");
    }
}
