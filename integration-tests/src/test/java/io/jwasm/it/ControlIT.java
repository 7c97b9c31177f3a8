package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.peer.EventLog;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What `ctr` does to a running task, and where its process is. The same tests run under runc.
@ParameterizedClass
@MethodSource("stacks")
class ControlIT {
    private final Stack stack;

    ControlIT(Stack stack) {
        this.stack = stack;
    }

    static Stream<Stack> stacks() {
        return Stack.forAllAndOverGrpc();
    }

    @Test
    void taskIsPausedAndResumed() {
        try (EventLog events = EventLog.of(stack.containerd())) {
            String id = stack.detached("spin");

            stack.ctr("tasks", "pause", id).orThrow();
            assertThat(status(id)).isEqualTo("PAUSED");
            stack.ctr("tasks", "resume", id).orThrow();
            assertThat(status(id)).isEqualTo("RUNNING");

            events.await("/tasks/resumed", id);
            assertThat(events.taskTopics(id))
                    .containsExactly(
                            "/tasks/create", "/tasks/start", "/tasks/paused", "/tasks/resumed");
            end(id);
        }
    }

    @Test
    void pausedTaskDoesNotStartAnew() {
        String id = stack.detached("spin");
        stack.ctr("tasks", "pause", id).orThrow();

        assertThat(stack.ctr("tasks", "pause", id).exitCode()).isNotZero();
        stack.ctr("tasks", "resume", id).orThrow();
        assertThat(stack.ctr("tasks", "resume", id).exitCode()).isNotZero();
        end(id);
    }

    @Test
    void metricsOfATaskAreShown() {
        String id = stack.detached("spin");

        Outcome metrics = stack.ctr("tasks", "metrics", id).orThrow();

        assertThat(metrics.text()).contains("memory").contains("cpu");
        end(id);
    }

    @Test
    void taskThatWantsMoreMemoryThanItMayHaveIsKilled() {
        Outcome outcome =
                stack.probe(
                                List.of("--rm", "--memory-limit", Integer.toString(16 << 20)),
                                Stack.newId(),
                                "grow")
                        .run();

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(137);
    }

    @Test
    void processIsInTheControlGroupUntilTheTaskIsDeleted() throws IOException {
        Path pids = Path.of("/sys/fs/cgroup/pids");
        assumeTrue(Files.isDirectory(pids), "no cgroup v1");
        String id = stack.detached("spin");
        Path group = pids.resolve("default").resolve(id);

        assertThat(group.resolve("cgroup.procs"))
                .hasContent(Long.toString(stack.task(id).orElseThrow().pid()));
        end(id);

        assertThat(group).doesNotExist();
    }

    @Test
    void processIsInNamespacesOfItsOwn() throws IOException {
        String id = stack.detached("spin");
        long pid = stack.task(id).orElseThrow().pid();

        for (String kind : List.of("net", "uts", "ipc", "pid")) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind)))
                    .as(kind)
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)));
        }
        end(id);
    }

    private String status(String id) {
        return stack.task(id).orElseThrow().status();
    }

    private void end(String id) {
        stack.ctr("tasks", "kill", "--signal", "SIGKILL", id).orThrow();
        Eventually.require(
                Duration.ofSeconds(60),
                () -> status(id).equals("STOPPED"),
                () -> stack.task(id).toString());
        stack.ctr("tasks", "delete", id).orThrow();
        stack.ctr("containers", "delete", id).orThrow();
    }
}
