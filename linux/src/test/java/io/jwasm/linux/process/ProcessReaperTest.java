package io.jwasm.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.testing.OpenDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessReaperTest {

    @Test
    void everyChildIsReapedAndToldOnce() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        try (ProcessReaper reaper = ProcessReaper.start("test-reaper")) {
            for (int status = 0; status < 20; status++) {
                CompletableFuture<ChildEnd> end = new CompletableFuture<>();
                Pidfd child = shell("exit " + status);
                reaper.watch(child, end::complete);
                assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(status));
                assertThat(Files.exists(Path.of("/proc/" + child.pid()))).isFalse();
                assertThat(child.sendSignal(9)).isFalse();
            }
        }
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    @Test
    void childThatHasEndedAlreadyIsToldAtOnce() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.start("test-reaper")) {
            Pidfd child = shell("exit 3");
            child.awaitExit(TimeUnit.SECONDS.toNanos(60));
            CompletableFuture<ChildEnd> end = new CompletableFuture<>();
            reaper.watch(child, end::complete);
            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(3));
        }
    }

    @Test
    void ownerThatThrowsDoesNotDisturbTheOthers() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> seen.complete(failure));
        try (ProcessReaper reaper = ProcessReaper.start("test-reaper")) {
            reaper.watch(
                    shell("exit 1"),
                    _ -> {
                        throw new IllegalStateException("planted");
                    });
            assertThat(seen.get(60, TimeUnit.SECONDS)).hasMessage("planted");
            CompletableFuture<ChildEnd> end = new CompletableFuture<>();
            reaper.watch(shell("exit 2"), end::complete);
            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Exited(2));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void closingEndsTheThreadAndForgetsTheChildren() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        ProcessReaper reaper = ProcessReaper.start("test-reaper-to-close");
        Pidfd child = shell("exec sleep 100");
        ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
        reaper.watch(child, _ -> {});
        reaper.close();
        reaper.close();
        assertThat(OpenDescriptors.since(before)).isEmpty();
        assertThat(threadNames()).doesNotContain("test-reaper-to-close");
        assertThat(identity.isAlive()).isTrue();
        try (Pidfd again = identity.open().orElseThrow()) {
            again.sendSignal(9);
            again.awaitExit(TimeUnit.SECONDS.toNanos(60));
            again.reap();
        }
    }

    private static Set<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(java.util.stream.Collectors.toSet());
    }

    private static Pidfd shell(String script) throws Exception {
        return ChildProcess.spawn(
                new SpawnRequest(
                        "/bin/sh", List.of("sh", "-c", script), List.of(), Map.of(), true));
    }
}
