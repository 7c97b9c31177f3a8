package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.proto.events.ttrpc.Envelope;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.WaitResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The daemon as a process: how it comes, how it goes, and what the next one finds.
@Timeout(300)
class DaemonProcessTest {

    private final Scratch scratch;
    private final FakeContainerd containerd;

    DaemonProcessTest() throws IOException {
        scratch = new Scratch();
        containerd = new FakeContainerd(scratch.root.resolve("t.sock"));
    }

    @AfterEach
    void end() throws IOException {
        containerd.close();
        scratch.close();
    }

    private DaemonProcess start(String... jvmOptions) throws IOException {
        return DaemonProcess.start(
                        scratch,
                        List.of(jvmOptions),
                        "-ttrpc-address",
                        containerd.socket().toString())
                .awaitReady();
    }

    private Path state(String name) {
        return scratch.state(DaemonFixture.NAMESPACE).resolve(name);
    }

    @Test
    void itTellsWhereItListensAndWhoItIs() throws Exception {
        try (DaemonProcess daemon = start()) {
            assertThat(Files.readAllLines(state("daemon")).get(1)).startsWith(daemon.pid() + " ");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(daemon.socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theLoserOfARaceEndsSilently() throws Exception {
        try (DaemonProcess winner = start();
                DaemonProcess loser = DaemonProcess.start(scratch, List.of())) {
            assertThat(loser.awaitEnd()).isZero();
            assertThat(scratch.root.resolve("early")).isEmptyFile();
            assertThat(winner.isAlive()).isTrue();
        }
    }

    @Test
    void sigtermEndsItInOrder() throws Exception {
        try (DaemonProcess daemon = start()) {
            Path socket = daemon.socket();
            CompletableFuture<WaitResponse> exit;
            try (TaskClient client = TaskClient.v2(socket)) {
                client.create("l", scratch.bundle("l", "loop", List.of("/loop.wasm"), s -> s));
                client.start("l");
                exit = client.awaitAsync("l");

                daemon.signal("TERM");

                assertThat(exit.get(90, TimeUnit.SECONDS).getExitStatus()).isEqualTo(137);
                daemon.awaitEnd();
            }
            assertThat(FakeContainerd.topics(containerd.take(4)))
                    .containsExactly(
                            "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
            assertThat(socket).doesNotExist();
            assertThat(state("daemon")).doesNotExist();
            assertThat(state("tasks")).isEmptyDirectory();
        }
    }

    @Test
    void afterAKilledDaemonTheNextTellsOfTheExits() throws Exception {
        int pid;
        try (DaemonProcess daemon = start()) {
            try (TaskClient client = TaskClient.v2(daemon.socket())) {
                pid =
                        client.create(
                                "l", scratch.bundle("l", "loop", List.of("/loop.wasm"), s -> s));
                client.start("l");
                containerd.take(2);
            }
            daemon.signal("KILL");
            daemon.awaitEnd();
        }
        DaemonProcess.await(
                "the end of the anchor",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        Files.delete(state("daemon"));

        try (DaemonProcess next = start()) {
            Envelope event = containerd.take(1).getFirst();

            assertThat(event.getTopic()).isEqualTo("/tasks/exit");
            assertThat(FakeContainerd.exit(event).getContainerId()).isEqualTo("l");
            assertThat(FakeContainerd.exit(event).getExitStatus()).isEqualTo(137);
            DaemonProcess.await("a clean state", () -> Files.notExists(state("tasks/l")));
            assertThat(next.isAlive()).isTrue();
        }
    }

    @Test
    void aDaemonWithNothingToDoLeaves() throws Exception {
        try (DaemonProcess daemon = start("-Djwasm.daemon.linger=50ms")) {
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(state("daemon")).doesNotExist();
        }
    }

    @Test
    void aDaemonThatCannotBeConfiguredLogsWhyAndLeaves() throws Exception {
        try (DaemonProcess daemon = start("-Djwasm.daemon.lingers=50ms")) {
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(state("daemon.log"))
                    .content()
                    .contains(
                            "no container can be created", "jwasm.daemon.lingers", "is no setting");
        }
    }

    @Test
    void aClaimKeepsAnIdleDaemon() throws Exception {
        Files.createDirectories(state("pending"));
        Files.createFile(state("pending/soon"));
        try (DaemonProcess daemon = start("-Djwasm.daemon.linger=50ms")) {
            try (TaskClient client = TaskClient.v2(daemon.socket())) {
                client.create(
                        "soon", scratch.bundle("soon", "loop", List.of("/loop.wasm"), s -> s));
                assertThat(state("pending/soon")).doesNotExist();
                client.delete("soon");
            }
            assertThat(daemon.awaitEnd()).isZero();
        }
    }

    @Test
    void theLauncherCanHaveATaskDropped() throws Exception {
        try (DaemonProcess daemon = start();
                TaskClient client = TaskClient.v2(daemon.socket())) {
            int pid =
                    client.create("l", scratch.bundle("l", "loop", List.of("/loop.wasm"), s -> s));
            client.start("l");
            Process drop =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "io.jwasm.core.bootstrap.DropMain",
                                    "-state",
                                    scratch.state(DaemonFixture.NAMESPACE).toString(),
                                    "-id",
                                    "l")
                            .start();

            DeleteResponse answer = DeleteResponse.parseFrom(drop.getInputStream());

            assertThat(answer.getPid()).isEqualTo(pid);
            assertThat(answer.getExitStatus()).isEqualTo(137);
            assertThat(state("tasks/l")).doesNotExist();
        }
    }

    @Test
    void sigusr1WritesTheThreadsToTheLog() throws Exception {
        try (DaemonProcess daemon = start()) {
            DaemonProcess.await("the start of the log", () -> logged("serving namespace"));

            DaemonProcess.await(
                    "the threads in the log",
                    () -> {
                        try {
                            daemon.signal("USR1");
                        } catch (IOException | InterruptedException failure) {
                            throw new IllegalStateException(failure);
                        }
                        return logged("container-broker");
                    });
        }
    }

    @Test
    void aContainersLifeIsLoggedFromItsBeginning() throws Exception {
        try (DaemonProcess daemon = start();
                TaskClient client = TaskClient.v2(daemon.socket())) {
            Path bundle = scratch.bundle("l", "loop", List.of("/loop.wasm"), s -> s);
            int pid = client.create("l", bundle);
            client.start("l");
            assertThatThrownBy(() -> client.start("l")).hasMessageContaining("running");
            client.kill("l", 9);
            client.await("l");
            client.delete("l");

            DaemonProcess.await("the end in the log", () -> logged("is deleted"));
            assertThat(linesOf("l"))
                    .containsExactly(
                            "is created as process %d from \"%s\"".formatted(pid, bundle),
                            "is started",
                            ": Start is refused: container \"l\": task is already running",
                            "is sent signal 9",
                            "ended with 137",
                            "is deleted");
        }
    }

    private List<String> linesOf(String id) throws IOException {
        Pattern line = Pattern.compile("msg=\"container \\\\\"" + id + "\\\\\" ?(.*)\" source=");
        return Files.readAllLines(state("daemon.log")).stream()
                .map(line::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1).replace("\\\"", "\""))
                .toList();
    }

    @Test
    void aTrapIsLoggedWithTheFunctionsThatLedToIt() throws Exception {
        try (DaemonProcess daemon = start();
                TaskClient client = TaskClient.v2(daemon.socket())) {
            DaemonProcess.await("the start of the log", () -> logged("serving namespace"));
            client.create("t", scratch.bundle("t", "trap", List.of("/trap.wasm"), s -> s));
            client.start("t");
            client.await("t");

            DaemonProcess.await(
                    "the trap in the log",
                    () -> logged("container \\\"t\\\" trapped: unreachable in fall; called by: "));
            client.delete("t");
        }
    }

    private boolean logged(String text) {
        try {
            return Files.readString(state("daemon.log")).contains(text);
        } catch (IOException _) {
            return false; // Not there yet.
        }
    }

    @Test
    void theBundlesLogFifoIsWrittenTo() throws Exception {
        Path bundle = Files.createDirectories(scratch.root.resolve("b/first"));
        Process made = new ProcessBuilder("mkfifo", bundle.resolve("log").toString()).start();
        assertThat(made.waitFor()).isZero();
        CompletableFuture<String> log = DaemonFixture.reading(bundle.resolve("log").toString());
        try (DaemonProcess daemon =
                DaemonProcess.start(scratch, List.of(), "-bundle", bundle.toString())
                        .awaitReady()) {
            DaemonProcess.await("the start of the log", () -> logged("serving namespace"));
            daemon.signal("TERM");
            daemon.awaitEnd();
        }

        assertThat(log.get(90, TimeUnit.SECONDS)).contains("level=info msg=\"serving namespace");
    }
}
