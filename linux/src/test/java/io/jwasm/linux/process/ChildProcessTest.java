package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.testing.OpenDescriptors;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "exit 0, 0",
        "exit 7, 7",
        "exit 255, 255",
        "kill -9 $$, 137",
        "kill -15 $$, 143",
    })
    void endIsReportedAsAShellDoes(String script, int status) throws Exception {
        try (Pidfd child = shell(script, Map.of())) {
            assertThat(child.awaitExit(Poll.INFINITE)).isTrue();
            assertThat(child.reap()).map(ChildEnd::exitStatus).contains(status);
            assertThat(child.sendSignal(0)).isFalse();
        }
    }

    @Test
    void runningChildCannotBeReapedYet() throws Exception {
        try (Pidfd child = shell("exec sleep 100", Map.of())) {
            assertThat(child.reap()).isEmpty();
            assertThat(child.hasExited()).isFalse();
            assertThat(child.sendSignal(9)).isTrue();
            assertThat(child.awaitExit(Poll.INFINITE)).isTrue();
            assertThat(child.reap()).contains(new ChildEnd.Signalled(9, false));
            assertThat(child.reap()).contains(new ChildEnd.Unknown());
        }
    }

    @Test
    void childHasDefaultSignalsNoOtherDescriptorAndItsOwnSession() throws Exception {
        String seen =
                output(
                        "grep -E '^(SigBlk|SigIgn)' /proc/self/status;"
                                + " cut -d' ' -f6 /proc/$$/stat; echo $$; ls /proc/$$/fd; true");
        List<String> lines = seen.lines().toList();
        assertThat(lines.subList(0, 2))
                .allSatisfy(line -> assertThat(line).matches("Sig...:\t0{16}"));
        assertThat(lines.get(2)).isEqualTo(lines.get(3));
        assertThat(lines.subList(4, lines.size())).containsExactly("0", "1", "2");
    }

    @Test
    void descriptorsMayTradeNumbers() throws Exception {
        try (Pipe first = Descriptors.pipe(0);
                Pipe second = Descriptors.pipe(0)) {
            HostFd one = first.writeEnd();
            HostFd two = second.writeEnd();
            Map<Integer, HostFd> crossed = new HashMap<>(Map.of(one.number(), two));
            crossed.put(two.number(), one);
            String script =
                    "echo two >/dev/fd/" + one.number() + "; echo one >/dev/fd/" + two.number();
            try (Pidfd child = shell(script, crossed)) {
                child.awaitExit(Poll.INFINITE);
                assertThat(child.reap()).contains(new ChildEnd.Exited(0));
            }
            assertThat(read(first)).isEqualTo("one\n");
            assertThat(read(second)).isEqualTo("two\n");
        }
    }

    @Test
    void missingFileIsNamed() {
        Map<Integer, String> before = OpenDescriptors.list();
        assertThatThrownBy(() ->
                        ChildProcess.spawn(
                                new SpawnRequest(
                                        "/no/such", List.of("x"), List.of(), Map.of(), false)))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageStartingWith("posix_spawn /no/such: ENOENT");
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    @Test
    void virtualThreadMayNotSpawn() {
        CompletableFuture<Pidfd> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(shell("true", Map.of()));
                    } catch (ErrnoException | IllegalStateException failure) {
                        result.completeExceptionally(failure);
                    }
                });
        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("posix_spawn on a virtual thread");
    }

    private static String output(String script) throws Exception {
        try (Pipe pipe = Descriptors.pipe(0);
                Pidfd child = shell(script, Map.of(1, pipe.writeEnd()))) {
            child.awaitExit(Poll.INFINITE);
            child.reap();
            return read(pipe);
        }
    }

    private static String read(Pipe pipe) throws ErrnoException {
        byte[] bytes = new byte[4096];
        try (IoBuffer buffer = new IoBuffer(bytes.length)) {
            int length = buffer.read(pipe.readEnd(), bytes, 0, bytes.length);
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    private static Pidfd shell(String script, Map<Integer, HostFd> descriptors)
            throws ErrnoException {
        return ChildProcess.spawn(
                new SpawnRequest(
                        "/bin/sh",
                        List.of("sh", "-c", script),
                        List.of("PATH=/usr/bin:/bin"),
                        descriptors,
                        true));
    }
}
