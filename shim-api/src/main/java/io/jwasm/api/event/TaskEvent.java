package io.jwasm.api.event;

import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExecId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.SnapshotMount;
import io.jwasm.api.task.Stdio;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Something that happened to a task and that containerd's clients live by.
///
/// For each container the order is create, start, exit, delete ([containerd runtime
/// v2](https://github.com/containerd/containerd/blob/main/core/runtime/v2/README.md#events)).
public sealed interface TaskEvent {

    /// The container the event is about.
    ///
    /// @return its id
    ContainerId container();

    /// The topic the event is published under, such as `/tasks/create`.
    ///
    /// @return the topic
    String topic();

    /// A task was created.
    ///
    /// @param container its id
    /// @param bundle its bundle
    /// @param rootfs the mounts of its root filesystem
    /// @param stdio its streams
    /// @param pid its process id
    record Created(
            ContainerId container, Path bundle, List<SnapshotMount> rootfs, Stdio stdio, int pid)
            implements TaskEvent {

        /// Copies the mounts.
        public Created {
            rootfs = List.copyOf(rootfs);
        }

        @Override
        public String topic() {
            return "/tasks/create";
        }
    }

    /// A task was started.
    ///
    /// @param container its id
    /// @param pid its process id
    record Started(ContainerId container, int pid) implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/start";
        }
    }

    /// A process ended.
    ///
    /// @param container its container's id
    /// @param exec its exec id; empty for the init process
    /// @param pid its process id
    /// @param exit how it ended
    record Exited(ContainerId container, Optional<ExecId> exec, int pid, ExitStatus exit)
            implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/exit";
        }
    }

    /// A task was deleted.
    ///
    /// @param container its id
    /// @param pid its process id
    /// @param exit how it had ended
    record Deleted(ContainerId container, int pid, ExitStatus exit) implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/delete";
        }
    }

    /// A guest was refused memory and died of it.
    ///
    /// @param container its id
    record OutOfMemory(ContainerId container) implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/oom";
        }
    }

    /// A task was paused.
    ///
    /// @param container its id
    record Paused(ContainerId container) implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/paused";
        }
    }

    /// A paused task was resumed.
    ///
    /// @param container its id
    record Resumed(ContainerId container) implements TaskEvent {
        @Override
        public String topic() {
            return "/tasks/resumed";
        }
    }
}
