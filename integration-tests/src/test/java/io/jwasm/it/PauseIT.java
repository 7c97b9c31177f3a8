package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.GuestThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A paused guest uses no processor at all, by the kernel's count, and goes on where it was.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PauseIT {
    private static final long PAUSE_MILLIS = 2000;
    private static final int QUICK_PAUSES = 50;

    private final TaskClient daemon = new TaskClient();

    @AfterAll
    void stop() {
        daemon.close();
    }

    @Test
    void pausedGuestUsesNothingAndGoesOnWhereItWas() throws Exception {
        Path output = start("count");
        GuestThread thread = GuestThread.of(daemon.home(), "count");

        daemon.pause("count");
        long used = thread.standing();
        long told = daemon.stats("count").cpu().usedNanos();
        List<String> before = Lines.of(output);
        Thread.sleep(PAUSE_MILLIS);
        long more = thread.usedNanos() - used;
        IO.println(
                "[pause] %d ns of processor time in %d ms, at number %s"
                        .formatted(more, PAUSE_MILLIS, before.getLast()));

        assertThat(more).isZero();
        assertThat(daemon.stats("count").cpu().usedNanos()).isEqualTo(told);
        assertThat(Lines.of(output)).isEqualTo(before);
        daemon.resume("count");
        Lines.await(output, before.size() + 20);
        assertNothingIsMissing(output);
        end("count");
    }

    @Test
    void quickPausesLoseNothing() throws Exception {
        Path output = start("quick");
        for (int i = 0; i < QUICK_PAUSES; i++) {
            daemon.pause("quick");
            daemon.resume("quick");
        }
        Lines.await(output, Lines.of(output).size() + 5);

        assertNothingIsMissing(output);
        end("quick");
    }

    private static void assertNothingIsMissing(Path output) {
        List<String> lines = Lines.of(output);
        List<String> expected =
                LongStream.rangeClosed(1, lines.size()).mapToObj(Long::toString).toList();
        assertThat(lines).isEqualTo(expected);
    }

    private Path start(String id) throws Exception {
        Path output = Files.createFile(daemon.home().resolve(id + ".out"));
        daemon.create(
                id, daemon.bundleOf(id, "meter.wasm", "\"count\"", "{}"), "", "file://" + output);
        daemon.start(id);
        Lines.await(output, 20);
        return output;
    }

    private void end(String id) throws InterruptedException {
        daemon.kill(id);
        daemon.await(id);
        daemon.delete(id);
    }
}
