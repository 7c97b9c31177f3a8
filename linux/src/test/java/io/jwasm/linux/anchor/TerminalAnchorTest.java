package io.jwasm.linux.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.namespace.Namespace;
import io.jwasm.linux.process.ChildEnd;
import io.jwasm.linux.process.ProcessReaper;
import io.jwasm.linux.terminal.PseudoTerminal;
import io.jwasm.linux.testing.OpenDescriptors;
import io.jwasm.linux.testing.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Anchors that lead the session of a terminal.
class TerminalAnchorTest {

    @TempDir Path directory;
    private ProcessReaper reaper;
    private AnchorImage image;
    private PseudoTerminal terminal;
    private final CompletableFuture<ChildEnd> end = new CompletableFuture<>();

    @BeforeEach
    void start() throws Exception {
        reaper = ProcessReaper.start("anchor-reaper");
        image = AnchorImage.createForTerminals(directory.toString());
        terminal = PseudoTerminal.open();
    }

    @AfterEach
    void stop() {
        terminal.close();
        image.close();
        reaper.close();
    }

    @Test
    void leadsTheSessionOfItsTerminalAndHoldsNothing() throws Exception {
        Anchor anchor = spawn();

        Path proc = Path.of("/proc/" + anchor.pid());
        String[] stat = Files.readString(proc.resolve("stat")).split(" ", -1);
        assertThat(stat[5]).as("session").isEqualTo(Integer.toString(anchor.pid()));
        assertThat(stat[6]).as("controlling terminal").isEqualTo(deviceNumber());
        assertThat(stat[7]).as("foreground group").isEqualTo(Integer.toString(anchor.pid()));
        assertThat(proc.resolve("fd").toFile().list()).isEmpty();
        anchor.kill();
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Signalled(9, false));
    }

    @ParameterizedTest
    @CsvSource({"C, 130", "\\, 131"})
    void keyEndsItWithTheStatusOfItsSignal(char key, int status) throws Exception {
        spawn();

        type(key);

        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(status));
    }

    /// No signal ends the first process of a PID namespace by its default action, not even the
    /// kernel's own.
    @ParameterizedTest
    @CsvSource({"C, 130", "\\, 131"})
    void keyEndsTheFirstOfAPidNamespaceToo(char key, int status) throws Exception {
        Root.assumed("unshare");
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Anchor> spawned = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .name("guest")
                        .start(() -> {
                            try {
                                Namespace.unshare(List.of(Namespace.PID));
                                Anchor anchor = spawn();
                                Namespace.PID.enter(Namespace.PID.pathOfCurrentThread());
                                spawned.complete(anchor);
                                mayEnd.await();
                            } catch (Exception failure) {
                                spawned.completeExceptionally(failure);
                            }
                        });
        Anchor anchor = spawned.get(60, TimeUnit.SECONDS);
        assertThat(Files.readAllLines(Path.of("/proc/" + anchor.pid() + "/status")))
                .contains("NSpid:\t" + anchor.pid() + "\t1");

        type(key);

        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(status));
        mayEnd.countDown();
        thread.join();
    }

    @RepeatedTest(50)
    void keyThatIsTypedAtOnceIsNotLost() throws Exception {
        Anchor.spawnOnTerminal(image, "c", terminal.slave(), reaper, end::complete);

        type('C');

        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(130));
    }

    @Test
    void endOfTheTerminalHangsUp() throws Exception {
        spawn();

        terminal.close();

        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(129));
    }

    @Test
    void keyThatStopsAProgramDoesNothing() throws Exception {
        Anchor anchor = spawn();

        type('Z');
        type('C'); // Comes after it, so it has had its effect.

        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(130));
        assertThat(anchor.identity().isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "USR1", "KILL"})
    void otherSignalsHaveTheirDefaultAction(String signal) throws Exception {
        Anchor anchor = spawn();

        new ProcessBuilder("kill", "-" + signal, Integer.toString(anchor.pid())).start().waitFor();

        assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(ChildEnd.Signalled.class);
    }

    @Test
    void manyLeaveNothingBehind() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<ChildEnd> ended = new CompletableFuture<>();
            try (PseudoTerminal own = PseudoTerminal.open()) {
                Anchor anchor =
                        Anchor.spawnOnTerminal(image, "c", own.slave(), reaper, ended::complete);
                anchor.kill();
                ended.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    /// Spawns an anchor, and waits until it has run its first steps, which end with its name.
    private Anchor spawn() throws ErrnoException, IOException {
        Anchor anchor = Anchor.spawnOnTerminal(image, "c", terminal.slave(), reaper, end::complete);
        Path name = Path.of("/proc/" + anchor.pid() + "/comm");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(name).equals("jwasm-anchor\n")) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return anchor;
    }

    /// Types a key together with Ctrl.
    private void type(char key) throws ErrnoException {
        byte[] bytes = {(byte) (key & 0x1f)};
        try (IoBuffer buffer = new IoBuffer(bytes.length)) {
            assertThat(buffer.write(terminal.master(), bytes, 0, bytes.length))
                    .isEqualTo(bytes.length);
        }
    }

    /// As `/proc/PID/stat` has it: minor and major number of a slave, 136 on.
    private String deviceNumber() throws IOException {
        Path path = Files.readSymbolicLink(Path.of("/proc/self/fd/" + terminal.slave().number()));
        int minor = Integer.parseInt(path.getFileName().toString());
        return Integer.toString(136 << 8 | minor);
    }
}
