package io.jwasm.core.transport;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ExecId;
import io.jwasm.core.event.TimedEvent;
import io.jwasm.proto.events.TaskCreate;
import io.jwasm.proto.events.TaskDelete;
import io.jwasm.proto.events.TaskExit;
import io.jwasm.proto.events.TaskIO;
import io.jwasm.proto.events.TaskOOM;
import io.jwasm.proto.events.TaskPaused;
import io.jwasm.proto.events.TaskResumed;
import io.jwasm.proto.events.TaskStart;
import io.jwasm.proto.events.ttrpc.Envelope;
import io.jwasm.proto.events.ttrpc.ForwardRequest;

/// Translates events to containerd's messages.
public final class EventMessages {

    private EventMessages() {}

    /// Wraps an event as containerd's event service takes it.
    ///
    /// @param namespace the containerd namespace of the daemon
    /// @param timed the event and when it happened
    /// @return the request
    public static ForwardRequest forward(String namespace, TimedEvent timed) {
        return ForwardRequest.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setTimestamp(TaskMessages.timestamp(timed.at()))
                                .setNamespace(namespace)
                                .setTopic(timed.event().topic())
                                .setEvent(any(timed.event())))
                .build();
    }

    private static Any any(TaskEvent event) {
        return switch (event) {
            case TaskEvent.Created created -> any("TaskCreate", create(created));
            case TaskEvent.Started started ->
                    any(
                            "TaskStart",
                            TaskStart.newBuilder()
                                    .setContainerId(started.container().value())
                                    .setPid(started.pid())
                                    .build());
            case TaskEvent.Exited exited -> any("TaskExit", exit(exited));
            case TaskEvent.Deleted deleted -> any("TaskDelete", delete(deleted));
            case TaskEvent.OutOfMemory oom ->
                    any(
                            "TaskOOM",
                            TaskOOM.newBuilder().setContainerId(oom.container().value()).build());
            case TaskEvent.Paused paused ->
                    any(
                            "TaskPaused",
                            TaskPaused.newBuilder()
                                    .setContainerId(paused.container().value())
                                    .build());
            case TaskEvent.Resumed resumed ->
                    any(
                            "TaskResumed",
                            TaskResumed.newBuilder()
                                    .setContainerId(resumed.container().value())
                                    .build());
        };
    }

    private static TaskCreate create(TaskEvent.Created event) {
        return TaskCreate.newBuilder()
                .setContainerId(event.container().value())
                .setBundle(event.bundle().toString())
                .addAllRootfs(event.rootfs().stream().map(TaskMessages::mount).toList())
                .setIo(
                        TaskIO.newBuilder()
                                .setStdin(event.stdio().stdin())
                                .setStdout(event.stdio().stdout())
                                .setStderr(event.stdio().stderr())
                                .setTerminal(event.stdio().isTerminal()))
                .setPid(event.pid())
                .build();
    }

    /// containerd and dockerd tell the init process's exit by `id` being the container's.
    private static TaskExit exit(TaskEvent.Exited event) {
        String container = event.container().value();
        return TaskExit.newBuilder()
                .setContainerId(container)
                .setId(event.exec().map(ExecId::value).orElse(container))
                .setPid(event.pid())
                .setExitStatus(event.exit().code())
                .setExitedAt(TaskMessages.timestamp(event.exit().at()))
                .build();
    }

    private static TaskDelete delete(TaskEvent.Deleted event) {
        return TaskDelete.newBuilder()
                .setContainerId(event.container().value())
                .setPid(event.pid())
                .setExitStatus(event.exit().code())
                .setExitedAt(TaskMessages.timestamp(event.exit().at()))
                .build();
    }

    /// containerd's type URLs are bare names, without a host (`typeurl` of containerd).
    private static Any any(String type, MessageLite message) {
        return Any.newBuilder()
                .setTypeUrl("containerd.events." + type)
                .setValue(message.toByteString())
                .build();
    }
}
