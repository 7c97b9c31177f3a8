package io.jwasm.core.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.bundle.spec.LinuxSpec;
import io.jwasm.bundle.spec.NamespaceSpec;
import io.jwasm.bundle.spec.NamespaceType;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.UserSpec;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.terminal.WindowSize;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Containers with a terminal: a real daemon, real FIFOs, real pseudo-terminals, over ttrpc.
class TerminalTest {

    private static final int F_SETPIPE_SZ = 1031;
    private static final int PAGE = 4096;

    private static final String END_OF_INPUT = "\004";

    private final DaemonFixture daemon;
    private final TaskClient client;
    private final Path stdin;
    private final Path stdout;

    TerminalTest() throws Exception {
        daemon = new DaemonFixture();
        client = daemon.client;
        stdin = daemon.scratch.fifo("in");
        stdout = daemon.scratch.fifo("out");
    }

    @AfterEach
    void end() throws IOException {
        daemon.close();
    }

    @Test
    void whatIsTypedIsReadAndWhatIsWrittenIsShown() throws Exception {
        Screen screen = new Screen(stdout.toString());
        client.create(request("cat"));
        client.start("c");
        type("over there\n");
        screen.await("over there\r\nover there\r\n"); // The echo, and what the guest has copied.

        type(END_OF_INPUT);

        assertThat(client.await("c").getExitStatus()).isZero();
        assertThat(screen.toTheEnd()).isEqualTo("over there\r\nover there\r\nend of input\r\n");
        client.delete("c");
    }

    @Test
    void theLastWordsAreThereWhenTheExitIsTold() throws Exception {
        Screen screen = new Screen(stdout.toString());
        client.create(request("hello"));
        client.start("c");

        assertThat(client.await("c").getExitStatus()).isEqualTo(3);
        assertThat(screen.toTheEnd()).isEqualTo("/hello.wasm\r\n");
    }

    @ParameterizedTest
    @CsvSource({"C, cat, 130", "C, loop, 130", "\\, cat, 131", "\\, loop, 131"})
    void keyEndsTheGuestWithItsSignal(char key, String guest, int status) throws Exception {
        client.create(request(guest));
        client.start("c");

        type(Character.toString(key & 0x1f));

        assertThat(client.await("c").getExitStatus()).isEqualTo(status);
        client.delete("c");
    }

    @Test
    void keyEndsTheGuestWhoseAnchorIsTheFirstOfItsPidNamespace() throws Exception {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "namespaces need root");
        client.create(request("loop", TerminalTest::withPidNamespace));
        client.start("c");

        type("\003");

        assertThat(client.await("c").getExitStatus()).isEqualTo(130);
    }

    @Test
    void keyEndsAContainerThatIsNotStarted() throws Exception {
        client.create(request("cat"));

        type("\003");

        assertThat(client.await("c").getExitStatus()).isEqualTo(130);
        client.delete("c");
    }

    @Test
    void keyThatStopsAProgramDoesNothing() throws Exception {
        Screen screen = new Screen(stdout.toString());
        client.create(request("cat"));
        client.start("c");

        type("\032");
        type("on\n");

        screen.await("on\r\non\r\n");
    }

    @Test
    void killingTheAnchorEndsTheGuest() throws Exception {
        int pid = client.create(request("cat"));
        client.start("c");

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(client.await("c").getExitStatus()).isEqualTo(137);
    }

    @Test
    void theTerminalIsHungUpWhenTheClientWillTypeNoMore() throws Exception {
        Screen screen = new Screen(stdout.toString());
        client.create(request("cat"));
        client.start("c");
        type("over\n");
        screen.await("over\r\nover\r\n");

        client.closeStdin("c");

        assertThat(client.await("c").getExitStatus()).isEqualTo(129);
        assertThat(screen.toTheEnd()).isEqualTo("over\r\nover\r\n");
        client.delete("c");
    }

    @Test
    void withoutStdinNothingIsTypedAndNothingHangsUp() throws Exception {
        client.create(request("cat").toBuilder().clearStdin().build());
        client.start("c");
        client.closeStdin("c");

        client.kill("c", 15);

        assertThat(client.await("c").getExitStatus()).isEqualTo(143);
    }

    @Test
    void sizeIsThatOfTheConfigurationThenThatOfTheClient() throws Exception {
        client.create(request("cat", spec -> withConsole(spec, new WindowSize(132, 43))));
        assertThat(sizeOf(slaves().getFirst())).isEqualTo("43 132");

        client.resize("c", 80, 24);
        assertThat(sizeOf(slaves().getFirst())).isEqualTo("24 80");
    }

    @Test
    void resizeAfterTheEndAndWithoutATerminalIsNothing() throws Exception {
        client.create(request("hello"));
        client.start("c");
        client.await("c");
        client.resize("c", 80, 24);
        client.delete("c");
        assertThatThrownBy(() -> client.resize("c", 80, 24))
                .isInstanceOfSatisfying(
                        TtrpcException.class,
                        e -> assertThat(e.status().code()).isEqualTo(TtrpcCode.NOT_FOUND));

        client.create("plain", daemon.bundle("plain", "hello", "/hello.wasm"));
        client.resize("plain", 80, 24);
    }

    @ParameterizedTest
    @CsvSource({"65536, 24, 65536", "80, -1, 4294967295"})
    void sizeThatNoTerminalHasIsRefused(int columns, int rows, String told) throws Exception {
        client.create(request("cat"));

        assertThatThrownBy(() -> client.resize("c", columns, rows))
                .isInstanceOfSatisfying(
                        TtrpcException.class,
                        e -> {
                            assertThat(e.status().code()).isEqualTo(TtrpcCode.INVALID_ARGUMENT);
                            assertThat(e.status().message())
                                    .isEqualTo(
                                            "terminal size %s is not in 0 to 65535"
                                                    .formatted(told));
                        });
    }

    @Test
    void terminalIsItsUsersAlone() throws Exception {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "users need root");
        client.create(
                request("cat", spec -> withUser(spec, new UserSpec(1234, 1234, null, List.of()))));

        Path slave = slaves().getFirst();

        assertThat(Files.getAttribute(slave, "unix:uid")).isEqualTo(1234);
        assertThat((int) Files.getAttribute(slave, "unix:mode") & 07777).isEqualTo(0620);
    }

    @Test
    void aReaderThatComesLateGetsEverything() throws Exception {
        client.create(request("flood", 500_000)); // many times what a terminal and a FIFO hold
        client.start("c");
        byte[] expected = flood(500_000);

        byte[] got = Files.readAllBytes(stdout);

        assertThat(got).isEqualTo(expected);
        assertThat(client.await("c").getExitStatus()).isZero();
    }

    @Test
    void aReaderThatLeavesAndComesBackGetsTheRest() throws Exception {
        client.create(request("flood", 300_000));
        client.start("c");
        byte[] expected = flood(300_000);
        int first = 1000;
        try (InputStream out = Files.newInputStream(stdout)) {
            assertThat(out.readNBytes(first)).isEqualTo(Arrays.copyOf(expected, first));
        }

        byte[] rest = Files.readAllBytes(stdout);

        assertThat(rest).isEqualTo(Arrays.copyOfRange(expected, first, expected.length));
        assertThat(client.await("c").getExitStatus()).isZero();
    }

    @Test
    void whatNobodyHasReadKeepsNobodyAndIsThereUntilDelete() throws Exception {
        // More than this FIFO holds, and no more than what the terminal keeps besides: a FIFO's
        // room
        // depends on the sizes of the writes, and a guest for which there is none would wait.
        try (HostFd fifo = Descriptors.open(stdout.toString(), OpenFlags.O_RDWR, 0)) {
            assertThat(Native.syscall(SyscallNumber.FCNTL, fifo.number(), F_SETPIPE_SZ, PAGE))
                    .isEqualTo(PAGE);
            client.create(request("flood", 2 * PAGE));
        }
        client.start("c");

        assertThat(client.awaitAsync("c").get(30, SECONDS).getExitStatus()).isZero();
        assertThat(Files.readAllBytes(stdout)).isEqualTo(flood(2 * PAGE));
        client.delete("c");
    }

    @Test
    void aKilledGuestEndsAlthoughNobodyReads() throws Exception {
        client.create(request("flood", 100_000_000));
        client.start("c");

        client.kill("c", 9);

        assertThat(client.awaitAsync("c").get(30, SECONDS).getExitStatus()).isEqualTo(137);
    }

    @Test
    void nothingIsLeftAfterDelete() throws Exception {
        for (int i = 0; i < 5; i++) {
            Screen screen = new Screen(stdout.toString());
            client.create(request("cat"));
            client.start("c");
            assertThat(slaves()).hasSize(1);
            type(END_OF_INPUT);
            client.await("c");
            client.delete("c");
            screen.toTheEnd();
        }

        assertThat(slaves()).isEmpty();
        assertThat(openFiles()).noneMatch(file -> file.equals("/dev/ptmx"));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("terminal-"));
    }

    @Test
    void aFailedCreateLeavesNoTerminal() throws Exception {
        CreateTaskRequest request =
                request("hello", spec -> withArgs(spec, List.of("/missing.wasm")));

        assertThatThrownBy(() -> client.create(request)).isInstanceOf(TtrpcException.class);

        assertThat(slaves()).isEmpty();
        assertThat(openFiles()).noneMatch(file -> file.equals("/dev/ptmx"));
    }

    private CreateTaskRequest request(String guest, int bytes) throws IOException {
        return request(
                guest,
                spec -> withArgs(spec, List.of("/" + guest + ".wasm", Integer.toString(bytes))));
    }

    private CreateTaskRequest request(String guest) throws IOException {
        return request(guest, spec -> spec);
    }

    private CreateTaskRequest request(String guest, UnaryOperator<RuntimeSpec> change)
            throws IOException {
        Path directory = daemon.scratch.root.resolve("b").resolve("c");
        if (!Files.exists(directory)) {
            daemon.scratch.bundle("c", guest, List.of("/" + guest + ".wasm"), change);
        }
        return CreateTaskRequest.newBuilder()
                .setId("c")
                .setBundle(directory.toString())
                .setTerminal(true)
                .setStdin(stdin.toString())
                .setStdout(stdout.toString())
                .build();
    }

    private static RuntimeSpec withArgs(RuntimeSpec spec, List<String> args) {
        return with(spec, ProcessSpec.of(args, spec.process().env(), "/"), spec.linux());
    }

    private static RuntimeSpec withUser(RuntimeSpec spec, UserSpec user) {
        return with(spec, spec.process().withUser(user), spec.linux());
    }

    private static RuntimeSpec withConsole(RuntimeSpec spec, WindowSize size) {
        ProcessSpec process = spec.process();
        ProcessSpec changed =
                new ProcessSpec(
                        process.args(),
                        process.env(),
                        process.cwd(),
                        process.user(),
                        true,
                        size,
                        process.capabilities(),
                        process.rlimits(),
                        process.hasNoNewPrivileges(),
                        process.oomScoreAdj());
        return with(spec, changed, spec.linux());
    }

    private static RuntimeSpec withPidNamespace(RuntimeSpec spec) {
        List<NamespaceSpec> fresh = List.of(new NamespaceSpec(NamespaceType.PID, ""));
        return with(
                spec,
                spec.process(),
                new LinuxSpec(fresh, "", ResourcesSpec.NONE, false, List.of(), List.of()));
    }

    private static RuntimeSpec with(RuntimeSpec spec, ProcessSpec process, LinuxSpec linux) {
        return new RuntimeSpec(
                spec.ociVersion(),
                process,
                spec.root(),
                spec.hostname(),
                spec.mounts(),
                spec.hooks(),
                spec.annotations(),
                linux);
    }

    private void type(String keys) throws IOException {
        try (OutputStream in = Files.newOutputStream(stdin)) {
            in.write(keys.getBytes(ISO_8859_1));
        }
    }

    /// What the guest `flood` writes, as a terminal shows it.
    private static byte[] flood(int size) {
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            // It writes blocks of 1000 bytes, each the low byte of its position.
            char value = (char) (i & 0xff);
            text.append(value == '\n' ? "\r\n" : String.valueOf(value));
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static String sizeOf(Path terminal) throws Exception {
        Process stty = new ProcessBuilder("stty", "-F", terminal.toString(), "size").start();
        return new String(stty.getInputStream().readAllBytes(), ISO_8859_1).strip();
    }

    /// The slaves that this process, which is the daemon, has open.
    private static List<Path> slaves() throws IOException {
        return openFiles().stream().filter(f -> f.startsWith("/dev/pts/")).map(Path::of).toList();
    }

    private static List<String> openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(TerminalTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readSymbolicLink(link).toString()
                    : "";
        } catch (NoSuchFileException _) {
            return ""; // Closed meanwhile.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
