package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.process.ClientTerminal;
import io.jwasm.it.process.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// `docker run -it`, typed at, under dockerd 26.1 and 28.5.
///
/// The same tests run under runc, which shows that they are right.
@ParameterizedClass
@MethodSource("stacks")
class DockerTerminalIT {
    /// Ctrl-P Ctrl-Q: the client leaves.
    private static final String DETACH = "\020\021";

    private final Stack stack;
    private final Dockerd dockerd;
    private final String image;

    DockerTerminalIT(DockerStack docker, @TempDir Path folder) {
        this.stack = docker.stack();
        this.dockerd = docker.dockerd();
        TestImage guest = Guests.terminal(stack.shim());
        this.image = guest.name().replaceFirst("^docker.io/", "");
        dockerd.docker("load", "--input", guest.writeTo(folder).toString()).orThrow();
    }

    static Stream<DockerStack> stacks() {
        return DockerIT.stacks();
    }

    @Test
    void whatIsTypedIsReadAndWhatIsWrittenIsShown() {
        try (ClientTerminal terminal = run("--rm")) {
            terminal.type("over there\r");
            terminal.await("over there\nread \"over there\"\n");
            terminal.type(ClientTerminal.END);

            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(7);
            assertThat(terminal.shown()).contains("end of input\n");
        }
    }

    @Test
    void keyEndsTheGuest() {
        try (ClientTerminal terminal = run("--rm")) {
            terminal.type(ClientTerminal.INTERRUPT);

            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(130);
        }
        try (ClientTerminal terminal = run("--rm")) {
            terminal.type(ClientTerminal.QUIT);

            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(131);
        }
    }

    @Test
    void clientThatLeavesComesBack() {
        String name = "t" + Stack.newId();
        try (ClientTerminal terminal = run("--name", name)) {
            terminal.type("one\r");
            terminal.await("read \"one\"\n");
            terminal.type(DETACH);
            assertThat(terminal.exitCode()).as(terminal.shown()).isZero();
        }
        try (ClientTerminal terminal = ClientTerminal.start(dockerd.client("attach", name))) {
            terminal.type("two\r");
            terminal.await("read \"two\"\n");
            terminal.type(ClientTerminal.END);
            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(7);
        }
        assertThat(dockerd.docker("logs", name).text())
                .contains("terminals: 0 1 2\r\n", "read \"one\"", "read \"two\"", "end of input");
    }

    @Test
    void terminalWithoutAClientIsKilled() {
        String id =
                dockerd.docker(
                                "run",
                                "--runtime",
                                stack.shim().type(),
                                "--network",
                                "none",
                                "--detach",
                                "--tty",
                                image)
                        .orThrow()
                        .text()
                        .strip();
        Eventually.require(
                Duration.ofSeconds(60),
                () -> dockerd.docker("logs", id).text().equals("terminals: 0 1 2\r\n"),
                () -> dockerd.docker("logs", id).toString());

        dockerd.docker("kill", id).orThrow();

        assertThat(dockerd.docker("wait", id).text().strip()).isEqualTo("137");
    }

    private ClientTerminal run(String... options) {
        ClientTerminal terminal =
                ClientTerminal.start(
                        dockerd.client(
                                Stream.of(
                                                Stream.of("run", "--interactive", "--tty"),
                                                Stream.of("--runtime", stack.shim().type()),
                                                Stream.of("--network", "none"),
                                                Stream.of(options),
                                                Stream.of(image))
                                        .flatMap(words -> words)
                                        .toArray(String[]::new)));
        terminal.await("terminals: 0 1 2\n");
        return terminal;
    }
}
