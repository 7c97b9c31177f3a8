package io.jwasm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.EventLog;
import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `ctr run` from a program's arguments to its output and exit code.
///
/// The same tests run under runc, which shows that they are right.
@ParameterizedClass
@MethodSource("stacks")
class RunIT {
    private static final int FLOOD = 8 << 20;

    private final Stack stack;

    private final Path folder;

    RunIT(Stack stack, @TempDir Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    static Stream<Stack> stacks() {
        return Stack.forAllAndOverGrpc();
    }

    @Test
    void argumentsReachTheGuestUnchanged() {
        Outcome outcome = stack.probe("echo", "one", "two words", "", "ünï").run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("one\ntwo words\n\nünï\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void exitCodeIsTheGuests(int code) {
        Outcome outcome = stack.probe("exit", Integer.toString(code)).run();

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(code);
    }

    @Test
    void environmentReachesTheGuest() {
        Outcome outcome =
                stack.probe(List.of("--rm", "--env", "WHO=me and you"), Stack.newId(), "env").run();

        assertThat(outcome.text().lines()).as(outcome.toString()).contains("WHO=me and you");
    }

    @Test
    void bothOutputStreamsArriveApart() {
        Outcome outcome = stack.probe("both").run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("to stdout\n");
        assertThat(outcome.error()).isEqualTo("to stderr\n");
    }

    @Test
    void mountedFileIsRead() throws IOException {
        Files.writeString(folder.resolve("message"), "from the host\n");

        Outcome outcome = stack.probe(mounted("ro"), Stack.newId(), "cat", "/data/message").run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("from the host\n");
    }

    @Test
    void mountedFolderIsWritten() {
        Outcome outcome =
                stack.probe(mounted("rw"), Stack.newId(), "write", "/data/new", "by the guest")
                        .run();

        assertThat(folder.resolve("new")).as(outcome.toString()).hasContent("by the guest");
    }

    @Test
    void readOnlyMountIsNotWritten() {
        Outcome outcome =
                stack.probe(mounted("ro"), Stack.newId(), "write", "/data/new", "no").run();

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void inputReachesTheGuestAndEnds() throws Exception {
        Process ctr = stack.probe("copy").start();
        try (BufferedReader output = ctr.inputReader()) {
            try (OutputStream input = ctr.getOutputStream()) {
                input.write("line 1\n".getBytes(UTF_8));
                input.flush();
                assertThat(output.readLine()).isEqualTo("line 1");
                input.write("line 2".getBytes(UTF_8));
            } // Only now: ctr passes the end on once the task is there, an earlier one it drops.
            assertThat(output.readLine()).isEqualTo("line 2");
            assertThat(output.readLine()).isNull();
        }

        assertThat(ctr.waitFor()).isZero();
    }

    @Test
    void largeInputComesBackWhole() {
        ByteString input = ByteString.copyFromUtf8("0123456789abcde\n".repeat(1 << 16));

        Outcome outcome = stack.probe("copy").reading(input).run();

        assertThat(outcome.output()).as(outcome.error()).isEqualTo(input);
    }

    @Test
    void largeOutputArrivesWhole() {
        Outcome outcome = stack.probe("flood", Integer.toString(FLOOD)).run();

        assertThat(outcome.output()).as(outcome.error()).isEqualTo(flood());
    }

    @Test
    void outputArrivesWholeAtASlowReader() throws Exception {
        assumeFalse(
                stack.release() == Release.V1_6,
                "ctr 1.6 closes its end of the FIFO when the task ends, under runc too");
        Process ctr = stack.probe("flood", Integer.toString(FLOOD)).start();
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = new DigestInputStream(ctr.getInputStream(), digest)) {
            // Pausing is what makes the reader slow: every pipe on the way fills up. Within the
            // 10 s that runc's shim grants a reader after the exit.
            for (int read = -1; read != 0; size += read) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                read = in.readNBytes(256 << 10).length;
            }
        }

        assertThat(size).isEqualTo(FLOOD);
        assertThat(digest.digest()).isEqualTo(sha256().digest(flood().toByteArray()));
        assertThat(ctr.waitFor()).isZero();
    }

    @Test
    void containerIsGoneAfterRun() {
        String id = Stack.newId();

        stack.probe(List.of("--rm"), id, "echo").run().orThrow();

        assertThat(stack.ctr("containers", "list", "--quiet").text().lines()).doesNotContain(id);
        assertThat(stack.ctr("tasks", "list", "--quiet").text().lines()).doesNotContain(id);
    }

    @Test
    void outputGoesToALogFile() {
        Path log = folder.resolve("log");

        stack.probe(List.of("--rm", "--log-uri", "file://" + log), Stack.newId(), "both")
                .run()
                .orThrow();

        assertThat(log).content().contains("to stdout\n").contains("to stderr\n");
    }

    @Test
    void readerThatLeavesBlocksNobody() throws Exception {
        String id = Stack.newId();
        Process ctr = stack.probe(List.of(), id, "flood", Integer.toString(FLOOD)).start();
        assertThat(ctr.getInputStream().read()).isPositive();

        ctr.destroyForcibly().waitFor();
        stack.ctr("tasks", "kill", "--signal", "SIGKILL", id);

        Eventually.require(
                Duration.ofSeconds(60),
                () -> stack.task(id).map(task -> task.status().equals("STOPPED")).orElse(true),
                () -> stack.task(id).toString());
        stack.ctr("tasks", "delete", id).orThrow();
        stack.ctr("containers", "delete", id).orThrow();
    }

    @Test
    void eventsComeInOrder() {
        String id = Stack.newId();
        try (EventLog events = EventLog.of(stack.containerd())) {
            stack.probe(List.of("--rm"), id, "exit", "3").run();

            assertThat(events.await("/tasks/exit", id)).contains("\"exit_status\":3");
            assertThat(events.taskTopics(id))
                    .startsWith("/tasks/create", "/tasks/start", "/tasks/exit");
            // runc's shim leaves after its last container, now and then before its last event.
            if (stack.shim() == Shim.JWASM) {
                events.await("/tasks/delete", id);
                assertThat(events.taskTopics(id))
                        .containsExactly(
                                "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"wasi, wasm", "wasip1, wasm"})
    void imageOfAWasmPlatformRuns(String os, String architecture) {
        assumeTrue(stack.shim() == Shim.JWASM, "Linux does not run it");
        String name = "docker.io/jwasm/probe-" + os + ":1";
        TestImage.Platform platform = new TestImage.Platform(os, architecture);
        TestImage probe = stack.shim().probe();
        TestImage image = new TestImage(name, platform, probe.entries(), probe.entrypoint());
        stack.containerd().importImage("default", image.writeTo(folder));

        Outcome outcome =
                stack.run(
                                name,
                                List.of("--rm", "--platform", os + "/" + architecture),
                                Stack.newId(),
                                List.of("/main.wasm", "echo", "wasm"))
                        .run();

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("wasm\n");
    }

    private List<String> mounted(String mode) {
        String mount = "type=bind,src=" + folder + ",dst=/data,options=rbind:" + mode;
        return List.of("--rm", "--mount", mount);
    }

    private static ByteString flood() {
        return ByteString.copyFromUtf8("0123456789abcde\n".repeat(FLOOD / 16));
    }

    private static MessageDigest sha256() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256");
    }
}
