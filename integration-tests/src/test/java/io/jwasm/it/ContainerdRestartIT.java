package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.EventLog;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import io.jwasm.it.process.ProcessTable;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Containers outlive a containerd that was killed, and belong to the next one.
@ParameterizedClass
@MethodSource("stacks")
class ContainerdRestartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Stack stack;
    private final Containerd containerd;

    ContainerdRestartIT(Stack stack) {
        this.stack = stack;
        this.containerd = stack.containerd();
    }

    static Stream<Stack> stacks() {
        return Stack.forAllAndOverGrpc();
    }

    @Test
    void runningContainerGoesOnAndIsKilledUnderTheNextContainerd() {
        stack.probe("echo").run().orThrow();
        Census before = Census.settled(containerd, Census.none(), Duration.ofSeconds(2));
        String id = stack.detached("spin");
        long pid = stack.task(id).orElseThrow().pid();

        containerd.kill();
        boolean isAliveWithout = ProcessTable.isAlive(pid);
        containerd.restart();

        assertThat(isAliveWithout).isTrue();
        assertThat(stack.task(id)).contains(new Stack.Task(pid, "RUNNING"));
        try (EventLog events = EventLog.of(containerd)) {
            stack.ctr("tasks", "kill", "--signal", "SIGKILL", id).orThrow();
            assertThat(events.await("/tasks/exit", id)).contains("\"exit_status\":137");
        }
        Eventually.require(LIMIT, () -> !isRunning(id), () -> id + " runs");
        assertThat(stack.ctr("tasks", "delete", id).orThrow().error()).contains("137");
        stack.ctr("containers", "delete", id).orThrow();
        assertThat(Census.settled(containerd, before, LIMIT).beyond(before)).isEmpty();
    }

    /// containerd 1.6 shows such a task as stopped; later ones delete it while they start, because
    /// its shim has no process any more.
    @Test
    void containerThatEndedMeanwhileIsOver() {
        stack.probe("echo").run().orThrow();
        Census before = Census.settled(containerd, Census.none(), Duration.ofSeconds(2));
        String id = stack.detached("spin");
        long pid = stack.task(id).orElseThrow().pid();

        containerd.kill();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Eventually.require(LIMIT, () -> !ProcessTable.isAlive(pid), () -> pid + " lives");
        containerd.restart();

        Eventually.require(LIMIT, () -> !isRunning(id), () -> id + " runs");
        stack.task(id).ifPresent(_ -> stack.ctr("tasks", "delete", id).orThrow());
        stack.ctr("containers", "delete", id).orThrow();
        assertThat(Census.settled(containerd, before, LIMIT).beyond(before)).isEmpty();
    }

    @Test
    void newContainersRunUnderTheNextContainerd() {
        stack.probe("echo").run().orThrow();

        containerd.kill();
        containerd.restart();

        Outcome outcome = stack.probe("echo", "again").run();
        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("again\n");
    }

    private boolean isRunning(String id) {
        return stack.task(id).map(task -> task.status().equals("RUNNING")).orElse(false);
    }
}
