package io.jwasm.core.transport;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.api.task.ExecId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ProcessInfo;
import io.jwasm.api.task.ProcessKey;
import io.jwasm.api.task.ProcessState;
import io.jwasm.api.task.ResourceUpdate;
import io.jwasm.api.task.RuntimeOptions;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.SnapshotMount;
import io.jwasm.api.task.Stdio;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TaskStatus;
import io.jwasm.proto.options.Options;
import io.jwasm.proto.options.runc.ProcessDetails;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.PidsResponse;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.StatsResponse;
import io.jwasm.proto.task.v2.UpdateTaskRequest;
import io.jwasm.proto.types.Mount;
import io.jwasm.proto.types.Status;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Translates between containerd's task messages and the task API. Task v2 and v3 have the same
/// messages.
public final class TaskMessages {

    /// Go's zero time, 0001-01-01, which stands for "has not ended" in what containerd's own shim
    /// answers.
    private static final long GO_ZERO_TIME_SECONDS = -62_135_596_800L;

    private static final int MAX_SIGNAL = 64;

    private TaskMessages() {}

    /// Reads what is to be created.
    ///
    /// @param request the message
    /// @return the request
    /// @throws ShimException.InvalidArgument when the id or the bundle is malformed
    /// @throws ShimException.NotImplemented when a checkpoint is to be restored
    public static CreateTask create(CreateTaskRequest request) {
        if (!request.getCheckpoint().isEmpty()) {
            throw new ShimException.NotImplemented("restoring a checkpoint is not implemented");
        }
        return new CreateTask(
                new ContainerId(request.getId()),
                bundle(request.getBundle()),
                request.getRootfsList().stream().map(TaskMessages::mount).toList(),
                new Stdio(
                        request.getStdin(),
                        request.getStdout(),
                        request.getStderr(),
                        request.getTerminal()),
                options(request.getOptions()));
    }

    private static RuntimeOptions options(Any options) {
        String url = options.getTypeUrl();
        String type = url.substring(url.lastIndexOf('/') + 1);
        return switch (type) {
            // containerd's sandbox mode gives runc's options, whatever the runtime.
            case "", "containerd.runc.v1.Options" -> RuntimeOptions.NONE;
            case "runtimeoptions.v1.Options" -> ownOptions(options.getValue());
            default ->
                    throw new ShimException.InvalidArgument(
                            "runtime options of type \"%s\" are not known".formatted(type));
        };
    }

    private static RuntimeOptions ownOptions(ByteString message) {
        try {
            Options options = Options.parseFrom(message);
            return new RuntimeOptions(
                    options.getConfigPath(), options.getConfigBody().toStringUtf8());
        } catch (InvalidProtocolBufferException malformed) {
            throw new ShimException.InvalidArgument("runtime options are malformed", malformed);
        }
    }

    /// Reads which process is meant.
    ///
    /// @param container the container's id
    /// @param exec the exec process's id, or empty
    /// @return the key
    /// @throws ShimException.InvalidArgument when an id is malformed
    public static ProcessKey key(String container, String exec) {
        return new ProcessKey(
                new ContainerId(container),
                exec.isEmpty() ? Optional.empty() : Optional.of(new ExecId(exec)));
    }

    /// Reads a signal. The wire has an unsigned number, which Java sees as negative beyond 2³¹.
    ///
    /// @param number the number
    /// @return the signal
    /// @throws ShimException.InvalidArgument when it is no Linux signal
    public static Signal signal(int number) {
        if (number < 0 || number > MAX_SIGNAL) {
            throw new ShimException.InvalidArgument(
                    "signal %s is not in 0 to %d"
                            .formatted(Integer.toUnsignedString(number), MAX_SIGNAL));
        }
        return new Signal(number);
    }

    /// Reads changed limits. They are JSON whatever their type is called.
    ///
    /// @param request the message
    /// @return the limits
    public static ResourceUpdate update(UpdateTaskRequest request) {
        return new ResourceUpdate(request.getResources().getValue().asReadOnlyByteBuffer());
    }

    /// Writes what a container has used.
    ///
    /// @param stats the figures
    /// @return the message
    public static StatsResponse stats(TaskStats stats) {
        return StatsMessages.stats(stats);
    }

    /// Writes a state.
    ///
    /// @param state the state
    /// @return the message
    public static StateResponse state(ProcessState state) {
        StateResponse.Builder response =
                StateResponse.newBuilder()
                        .setId(state.key().container().value())
                        .setBundle(state.bundle().toString())
                        .setPid(state.pid())
                        .setStatus(status(state.status()))
                        .setStdin(state.stdio().stdin())
                        .setStdout(state.stdio().stdout())
                        .setStderr(state.stdio().stderr())
                        .setTerminal(state.stdio().isTerminal())
                        .setExitStatus(state.exit().map(ExitStatus::code).orElse(0))
                        .setExitedAt(exitedAt(state.exit()));
        state.key().exec().ifPresent(exec -> response.setExecId(exec.value()));
        return response.build();
    }

    /// Writes what Delete answers.
    ///
    /// @param process what was deleted
    /// @return the message
    public static DeleteResponse deleted(DeletedProcess process) {
        return DeleteResponse.newBuilder()
                .setPid(process.pid())
                .setExitStatus(process.exit().code())
                .setExitedAt(timestamp(process.exit().at()))
                .build();
    }

    /// Writes the processes of a task.
    ///
    /// @param processes the processes
    /// @return the message
    public static PidsResponse pids(List<ProcessInfo> processes) {
        PidsResponse.Builder response = PidsResponse.newBuilder();
        for (ProcessInfo process : processes) {
            io.jwasm.proto.types.ProcessInfo.Builder info =
                    response.addProcessesBuilder().setPid(process.pid());
            process.exec().ifPresent(exec -> info.setInfo(details(exec)));
        }
        return response.build();
    }

    /// Writes a time.
    ///
    /// @param instant the time
    /// @return the message
    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Mount mount(SnapshotMount mount) {
        return Mount.newBuilder()
                .setType(mount.type())
                .setSource(mount.source())
                .setTarget(mount.target())
                .addAllOptions(mount.options())
                .build();
    }

    private static SnapshotMount mount(Mount mount) {
        return new SnapshotMount(
                mount.getType(), mount.getSource(), mount.getTarget(), mount.getOptionsList());
    }

    /// What runc's shim tells of an exec process; containerd finds its exec id in it.
    private static Any details(ExecId exec) {
        return Any.newBuilder()
                .setTypeUrl("containerd.runc.v1.ProcessDetails")
                .setValue(
                        ProcessDetails.newBuilder().setExecId(exec.value()).build().toByteString())
                .build();
    }

    private static Path bundle(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && text.indexOf('\n') < 0) {
                return path;
            }
        } catch (InvalidPathException _) {
            // A NUL, told like every other path that is none.
        }
        throw new ShimException.InvalidArgument(
                "bundle \"%s\" is no absolute path".formatted(text));
    }

    private static Status status(TaskStatus status) {
        return switch (status) {
            case CREATED -> Status.CREATED;
            case RUNNING -> Status.RUNNING;
            case STOPPED -> Status.STOPPED;
            case PAUSED -> Status.PAUSED;
            case PAUSING -> Status.PAUSING;
        };
    }

    private static Timestamp exitedAt(Optional<ExitStatus> exit) {
        return exit.map(e -> timestamp(e.at()))
                .orElseGet(() -> Timestamp.newBuilder().setSeconds(GO_ZERO_TIME_SECONDS).build());
    }
}
