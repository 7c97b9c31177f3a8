package io.jwasm.core.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.bundle.spec.MountSpec;
import io.jwasm.proto.events.ttrpc.Envelope;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.types.Status;
import io.jwasm.ttrpc.TtrpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole lives of containers: a real daemon, real FIFOs, real anchors, real modules, over ttrpc.
class ContainerLifeTest {

    private final DaemonFixture daemon;
    private final TaskClient client;

    ContainerLifeTest() throws Exception {
        daemon = new DaemonFixture();
        client = daemon.client;
    }

    @AfterEach
    void end() throws IOException {
        daemon.close();
    }

    @Test
    void theProgramsOutputAndExitCodeArrive() throws Exception {
        CreateTaskRequest request =
                daemon.request("hi", daemon.bundle("hi", "hello", "/hello.wasm", "a b")).build();
        CompletableFuture<String> out = DaemonFixture.reading(request.getStdout());

        int pid = client.create(request);
        assertThat(client.start("hi")).isEqualTo(pid);

        assertThat(client.await("hi").getExitStatus()).isEqualTo(3);
        assertThat(out.get(60, SECONDS)).isEqualTo("/hello.wasm\na b\n");
        assertThat(client.delete("hi").getExitStatus()).isEqualTo(3);
    }

    @Test
    void eventsTellTheWholeLifeInOrder() throws Exception {
        int pid = client.create("hi", daemon.bundle("hi", "hello", "/hello.wasm"));
        client.start("hi");
        client.await("hi");
        client.delete("hi");

        List<Envelope> events = daemon.containerd.take(4);
        assertThat(FakeContainerd.topics(events))
                .containsExactly("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
        assertThat(events).allMatch(event -> event.getNamespace().equals("test"));
        assertThat(events.get(2).getEvent().getTypeUrl()).isEqualTo("containerd.events.TaskExit");
        assertThat(FakeContainerd.exit(events.get(2)))
                .satisfies(exit -> {
                    assertThat(exit.getContainerId()).isEqualTo("hi");
                    assertThat(exit.getId()).isEqualTo("hi");
                    assertThat(exit.getPid()).isEqualTo(pid);
                    assertThat(exit.getExitStatus()).isEqualTo(3);
                });
    }

    @Test
    void eventsOutliveARestartOfContainerd() throws Exception {
        client.create("hi", daemon.bundle("hi", "hello", "/hello.wasm"));
        daemon.containerd.take(1);
        daemon.containerd.stop();
        client.start("hi");
        client.await("hi");
        daemon.containerd.restart();

        // An event whose answer was cut off comes once more.
        assertThat(daemon.containerd.takeUntil("/tasks/exit"))
                .containsSubsequence("/tasks/start", "/tasks/exit");
    }

    @Test
    void theStateFollowsTheLife() throws Exception {
        client.create("l", daemon.bundle("l", "loop", "/loop.wasm"));
        assertThat(client.state("l").getStatus()).isEqualTo(Status.CREATED);
        client.start("l");
        assertThat(client.state("l").getStatus()).isEqualTo(Status.RUNNING);
        client.kill("l", 9);
        client.await("l");
        assertThat(client.state("l").getStatus()).isEqualTo(Status.STOPPED);
        assertThat(client.state("l").getExitStatus()).isEqualTo(137);
        client.delete("l");
        assertThatThrownBy(() -> client.state("l")).isInstanceOf(TtrpcException.class);
    }

    @Test
    void thePidIsALiveProcessFromCreateToTheExit() throws Exception {
        int pid = client.create("l", daemon.bundle("l", "loop", "/loop.wasm"));
        Path process = Path.of("/proc/" + pid);
        assertThat(Files.readString(process.resolve("cmdline"))).startsWith("jwasm: l");
        assertThat(client.connect("l").getTaskPid()).isEqualTo(pid);
        assertThat(client.pids("l").getProcessesList()).hasSize(1);

        client.delete("l");

        assertThat(process).doesNotExist();
    }

    @Test
    void theRecordIsThereFromCreateToDelete() throws Exception {
        Path bundle = daemon.bundle("hi", "hello", "/hello.wasm");
        int pid = client.create("hi", bundle);
        assertThat(daemon.taskFile("hi"))
                .content()
                .startsWith("pid " + pid + " ")
                .contains("\nbundle " + bundle + "\n");
        client.start("hi");
        client.await("hi");
        assertThat(daemon.taskFile("hi")).content().contains("\nexit 3 ");

        client.delete("hi");

        assertThat(daemon.taskFile("hi")).doesNotExist();
    }

    @Test
    void aLoopEndsOnATerm() throws Exception {
        CreateTaskRequest request =
                daemon.request("l", daemon.bundle("l", "loop", "/loop.wasm")).build();
        CompletableFuture<String> out = DaemonFixture.reading(request.getStdout());
        client.create(request);
        client.start("l");

        client.kill("l", 15);

        assertThat(client.await("l").getExitStatus()).isEqualTo(143);
        assertThat(out.get(60, SECONDS)).isIn("", "running\n");
    }

    @Test
    void killingTheAnchorEndsTheGuest() throws Exception {
        int pid = client.create("l", daemon.bundle("l", "loop", "/loop.wasm"));
        client.start("l");

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(client.await("l").getExitStatus()).isEqualTo(137);
    }

    @Test
    void aTrapIsReportedWhereTheUserLooks() throws Exception {
        CreateTaskRequest request =
                daemon.request("t", daemon.bundle("t", "trap", "/trap.wasm")).build();
        CompletableFuture<String> err = DaemonFixture.reading(request.getStderr());
        client.create(request);
        client.start("t");

        assertThat(client.await("t").getExitStatus()).isEqualTo(134);
        assertThat(err.get(60, SECONDS))
                .startsWith("before\njwasm: trap: unreachable")
                .contains("    at fall\n");
    }

    @Test
    void stdinEndsWithCloseIo() throws Exception {
        Path stdin = daemon.scratch.fifo("in");
        CreateTaskRequest request =
                daemon.request("c", daemon.bundle("c", "cat", "/cat.wasm"))
                        .setStdin(stdin.toString())
                        .build();
        CompletableFuture<String> out = DaemonFixture.reading(request.getStdout());
        CompletableFuture<String> err = DaemonFixture.reading(request.getStderr());
        client.create(request);
        client.start("c");
        try (OutputStream in = Files.newOutputStream(stdin)) {
            in.write("over there".getBytes(UTF_8));
        }

        client.closeStdin("c");

        assertThat(client.await("c").getExitStatus()).isZero();
        assertThat(out.get(60, SECONDS)).isEqualTo("over there");
        assertThat(err.get(60, SECONDS)).isEqualTo("end of input\n");
    }

    @Test
    void stdinStaysOpenWhenTheClientLeaves() throws Exception {
        Path stdin = daemon.scratch.fifo("in");
        CreateTaskRequest request =
                daemon.request("c", daemon.bundle("c", "cat", "/cat.wasm"))
                        .setStdin(stdin.toString())
                        .build();
        CompletableFuture<String> out = DaemonFixture.reading(request.getStdout());
        client.create(request);
        client.start("c");
        for (String part : List.of("one ", "two")) {
            try (OutputStream in = Files.newOutputStream(stdin)) {
                in.write(part.getBytes(UTF_8));
            }
        }

        client.closeStdin("c");

        assertThat(out.get(60, SECONDS)).isEqualTo("one two");
    }

    @Test
    void withoutStreamsTheGuestReadsNothingAndWritesNowhere() throws Exception {
        client.create("c", daemon.bundle("c", "cat", "/cat.wasm"));
        client.start("c");

        assertThat(client.await("c").getExitStatus()).isZero();
    }

    @Test
    void aSlowReaderLosesNothing() throws Exception {
        int size = 500_000; // many times what a FIFO holds
        CreateTaskRequest request =
                daemon.request("f", daemon.bundle("f", "flood", "/flood.wasm", "" + size)).build();
        try (InputStream out = openBothEnds(request)) {
            CompletableFuture<?> exit = client.awaitAsync("f");
            byte[] part = new byte[1 << 16];
            int got = 0;
            for (int n = out.read(part, 0, 1); n > 0; n = out.read(part)) {
                // The first byte is read alone, so that the FIFO is full and the guest has to wait.
                assertThat(part[0]).isEqualTo((byte) got);
                got += n;
            }
            assertThat(got).isEqualTo(size);
            exit.get(60, SECONDS);
        }
    }

    @Test
    void outputThatNobodyHasReadYetSurvivesTheEndOfTheGuest() throws Exception {
        CreateTaskRequest request =
                daemon.request("f", daemon.bundle("f", "flood", "/flood.wasm", "60000")).build();
        try (InputStream out = openBothEnds(request)) {
            client.await("f");
            client.delete("f");

            assertThat(out.readAllBytes()).hasSize(60_000);
        }
    }

    @Test
    void aReaderThatLeavesAndComesBackGetsTheRest() throws Exception {
        int size = 300_000;
        CreateTaskRequest request =
                daemon.request("f", daemon.bundle("f", "flood", "/flood.wasm", "" + size)).build();
        int first;
        try (InputStream out = openBothEnds(request)) {
            first = out.readNBytes(1000).length;
        }
        try (InputStream again = Files.newInputStream(Path.of(request.getStdout()))) {
            assertThat(again.readAllBytes()).hasSize(size - first);
        }
        assertThat(client.await("f").getExitStatus()).isZero();
    }

    /// Creates and starts the container, and opens its output as a client does.
    private InputStream openBothEnds(CreateTaskRequest request) throws Exception {
        CompletableFuture<InputStream> opened =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return Files.newInputStream(Path.of(request.getStdout()));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
        client.create(request);
        InputStream stream = opened.get(60, SECONDS);
        client.start(request.getId());
        return stream;
    }

    @Test
    void logFilesAreAppendedTo() throws Exception {
        Path logFile = daemon.scratch.root.resolve("out log");
        Files.writeString(logFile, "before\n");
        client.create(
                CreateTaskRequest.newBuilder()
                        .setId("hi")
                        .setBundle(daemon.bundle("hi", "hello", "/hello.wasm").toString())
                        .setStdout(logFile.toUri().toString())
                        .setStderr(logFile.toUri().toString())
                        .build());
        client.start("hi");
        client.await("hi");

        assertThat(logFile).hasContent("before\n/hello.wasm\n");
    }

    @Test
    void bindMountsAreGrantedAndReadOnlyIsKept() throws Exception {
        Path data = Files.createDirectory(daemon.scratch.root.resolve("data"));
        assertThat(runFile(data, "rw", List.of("rbind", "rw"))).isZero();
        assertThat(data.resolve("note")).hasContent("text");
        assertThat(runFile(data, "ro", List.of("rbind", "ro"))).isEqualTo(2);
    }

    private int runFile(Path data, String id, List<String> options) throws Exception {
        Path bundle =
                daemon.scratch.bundle(
                        id,
                        "file",
                        List.of("/file.wasm", "/data/note", "text"),
                        spec ->
                                spec.withMounts(
                                        List.of(
                                                new MountSpec(
                                                        "/data",
                                                        "bind",
                                                        data.toString(),
                                                        options))));
        client.create(id, bundle);
        client.start(id);
        return client.await(id).getExitStatus();
    }

    @Test
    void aPodsPauseContainerIsAnAnchorAlone() throws Exception {
        Path bundle =
                daemon.scratch.bundle(
                        "pod",
                        "hello",
                        List.of("/pause"),
                        spec ->
                                spec.withAnnotations(
                                        Map.of("io.kubernetes.cri.container-type", "sandbox")));
        client.create("pod", bundle);
        client.start("pod");
        assertThat(client.state("pod").getStatus()).isEqualTo(Status.RUNNING);

        client.kill("pod", 15);

        assertThat(client.await("pod").getExitStatus()).isEqualTo(143);
        client.delete("pod");
    }
}
