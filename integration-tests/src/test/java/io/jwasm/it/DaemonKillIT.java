package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.EventLog;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The shim's process is killed while containers run: containerd learns of it, and all is cleaned.
@ParameterizedClass
@MethodSource("stacks")
class DaemonKillIT {
    private final Stack stack;
    private final Containerd containerd;

    DaemonKillIT(Stack stack) {
        this.stack = stack;
        this.containerd = stack.containerd();
    }

    static Stream<Stack> stacks() {
        return Stack.forAllAndOverGrpc();
    }

    @Test
    void exitsAreReportedAndNothingIsLeft() {
        warmUp();
        Census before = Census.settled(containerd, Census.none(), Duration.ofSeconds(2));
        List<String> ids = Stream.generate(() -> stack.detached("spin")).limit(3).toList();
        List<Long> pids = ids.stream().map(id -> stack.task(id).orElseThrow().pid()).toList();

        try (EventLog events = EventLog.of(containerd)) {
            parents(pids).forEach(shim -> shim.destroyForcibly());
            assertThat(ids)
                    .allSatisfy(id ->
                            assertThat(events.await("/tasks/exit", id))
                                    .contains("\"exit_status\":137"));
            ids.forEach(id -> events.await("/tasks/delete", id));
        }

        ids.forEach(this::remove);
        Outcome again = stack.probe(List.of("--rm"), ids.getFirst(), "echo", "again").run();
        assertThat(again.text()).as(again.toString()).isEqualTo("again\n");
        warmUp();
        assertThat(pids).noneMatch(ProcessTable::isAlive);
        Census after = Census.settled(containerd, before, Duration.ofSeconds(60));
        IO.println("[daemon killed] %s: before %s".formatted(stack, before.counts()));
        IO.println("[daemon killed] %s: after  %s".formatted(stack, after.counts()));
        assertThat(after.beyond(before)).isEmpty();
    }

    /// What a daemon opens with its first containers, it keeps.
    private void warmUp() {
        stack.probe("echo").run().orThrow();
        stack.probe("echo").run().orThrow();
    }

    /// The task may be gone with its shim: what counts is that nothing of it is in the way.
    private void remove(String id) {
        stack.ctr("tasks", "rm", "--force", id);
        assertThat(stack.task(id)).isEmpty();
        stack.ctr("containers", "rm", id).orThrow();
    }

    /// The shim is the parent of each task's process.
    private static Set<ProcessHandle> parents(List<Long> pids) {
        return pids.stream()
                .map(pid -> ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow())
                .collect(Collectors.toSet());
    }
}
