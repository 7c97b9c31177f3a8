package io.jwasm.core.container;

import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.RuntimeOptions;
import io.jwasm.api.task.Stdio;
import io.jwasm.core.state.TaskRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Containers over fake workloads, with everything that they tell the world kept in memory.
final class Scene {

    static final ContainerId ID = new ContainerId("redis");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    final FakeWorkload workload = new FakeWorkload();
    final List<TaskEvent> events = new CopyOnWriteArrayList<>();
    final Map<ContainerId, TaskRecord> records = new ConcurrentHashMap<>();
    final TestClock clock = new TestClock(NOW);
    final Containers containers =
            new Containers(
                    _ -> workload,
                    new ContainerServices(
                            events::add, new MapLedger(records), new CleanThreadBroker(), clock),
                    _ -> {});

    static CreateTask request() {
        return new CreateTask(
                ID, Path.of("/run/b/redis"), List.of(), Stdio.NONE, RuntimeOptions.NONE);
    }

    TaskRecord record() {
        return Objects.requireNonNull(records.get(ID));
    }

    List<String> topics() {
        return events.stream().map(TaskEvent::topic).toList();
    }

    /// A clock that stands until it is moved.
    static final class TestClock implements InstantSource {
        private volatile Instant now;

        TestClock(Instant start) {
            now = start;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /// What the ledger holds of a container that is on record.

    private record MapLedger(Map<ContainerId, TaskRecord> records) implements TaskLedger {
        @Override
        public void write(TaskRecord task) {
            records.put(task.id(), task);
        }

        @Override
        public void remove(ContainerId id) {
            records.remove(id);
        }
    }
}
