package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.census.Census;
import io.jwasm.it.image.TestImage;
import io.jwasm.it.process.ClientTerminal;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `ctr run --tty`, typed at.
///
/// The same tests run under runc, which shows that they are right.
@ParameterizedClass
@MethodSource("stacks")
class TerminalIT {
    private static final int ROW = 5;
    private static final int MOST_ROUNDS = 3;

    private final Stack stack;
    private final TestImage image;

    TerminalIT(Stack stack) {
        this.stack = stack;
        this.image = Guests.terminal(stack.shim());
        stack.containerd().importImage("default", image.writeTo(stack.containerd().home()));
    }

    static Stream<Stack> stacks() {
        return Stack.forAll();
    }

    @Test
    void whatIsTypedIsReadAndWhatIsWrittenIsShown() {
        try (ClientTerminal terminal = ClientTerminal.start(run())) {
            terminal.await("terminals: 0 1 2\n");
            terminal.type("over there\r");
            terminal.await("over there\nread \"over there\"\n");
            terminal.type(ClientTerminal.END);

            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(7);
            assertThat(terminal.shown()).contains("end of input\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"C, 130", "\\, 131"})
    void keyEndsTheGuest(char key, int exitCode) {
        try (ClientTerminal terminal = ClientTerminal.start(run())) {
            terminal.await("terminals: 0 1 2\n");
            terminal.type(Character.toString(key & 0x1f));

            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(exitCode);
        }
    }

    @Test
    void muchOutputIsShownWholeAndInOrder() {
        int lines = 5000;
        try (ClientTerminal terminal = ClientTerminal.start(run())) {
            terminal.await("terminals: 0 1 2\n");
            terminal.type("flood " + lines + "\r");
            terminal.await("read \"flood " + lines + "\"\n");
            terminal.type(ClientTerminal.END);

            assertThat(terminal.exitCode()).isEqualTo(7);
            assertThat(terminal.shown().lines().filter(line -> line.startsWith("line ")))
                    .hasSize(lines)
                    .startsWith("line 0", "line 1")
                    .endsWith("line " + (lines - 1));
        }
    }

    @Test
    void sizeIsThatOfTheClientsTerminal() {
        assumeTrue(stack.shim() == Shim.JWASM, "under runc the terminal is in another namespace");
        try (ClientTerminal terminal = ClientTerminal.start(run())) {
            terminal.await("terminals: 0 1 2\n");
            awaitSize("30 100");

            terminal.resize(120, 50);

            awaitSize("50 120");
            terminal.type(ClientTerminal.INTERRUPT);
            assertThat(terminal.exitCode()).isEqualTo(130);
        }
    }

    /// What a daemon makes when it first needs it stays: the next containers leave what each
    /// leaves.
    @Test
    void terminalsLeaveNothing() {
        runOnce();
        List<String> left = List.of("not run");
        for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
            Census before =
                    Census.settled(stack.containerd(), Census.none(), Duration.ofSeconds(2));
            for (int i = 0; i < ROW; i++) {
                runOnce();
            }
            left =
                    Census.settled(stack.containerd(), before, Duration.ofSeconds(20))
                            .beyond(before);
        }
        assertThat(left).isEmpty();
    }

    private void runOnce() {
        try (ClientTerminal terminal = ClientTerminal.start(run())) {
            terminal.await("terminals: 0 1 2\n");
            terminal.type(ClientTerminal.END);
            assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(7);
        }
    }

    private Command run() {
        return stack.run(image.name(), List.of("--rm", "--tty"), Stack.newId(), image.entrypoint());
    }

    private void awaitSize(String expected) {
        Eventually.require(
                Duration.ofSeconds(30),
                () -> slaves().map(TerminalIT::sizeOf).toList().equals(List.of(expected)),
                () -> slaves().map(TerminalIT::sizeOf).toList().toString());
    }

    private static String sizeOf(Path terminal) {
        return Command.of("stty", "-F", terminal.toString(), "size").run().text().strip();
    }

    /// The terminals that the shim's daemon has open.
    private Stream<Path> slaves() {
        return ProcessTable.belongingTo(stack.containerd().jwasmState().toString()).stream()
                .flatMap(pid -> links(Path.of("/proc/" + pid + "/fd")))
                .filter(path -> path.startsWith("/dev/pts"))
                .distinct();
    }

    private static Stream<Path> links(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream().flatMap(TerminalIT::target);
        } catch (IOException _) {
            return Stream.empty(); // The process has just ended.
        }
    }

    private static Stream<Path> target(Path link) {
        try {
            return Stream.of(Files.readSymbolicLink(link));
        } catch (IOException _) {
            return Stream.empty(); // Closed meanwhile.
        }
    }
}
