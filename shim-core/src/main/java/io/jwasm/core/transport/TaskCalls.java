package io.jwasm.core.transport;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ShimConnection;
import io.jwasm.api.task.TaskService;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.proto.task.v2.CheckpointTaskRequest;
import io.jwasm.proto.task.v2.CloseIORequest;
import io.jwasm.proto.task.v2.ConnectRequest;
import io.jwasm.proto.task.v2.ConnectResponse;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.ExecProcessRequest;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.PauseRequest;
import io.jwasm.proto.task.v2.PidsRequest;
import io.jwasm.proto.task.v2.PidsResponse;
import io.jwasm.proto.task.v2.ResizePtyRequest;
import io.jwasm.proto.task.v2.ResumeRequest;
import io.jwasm.proto.task.v2.ShutdownRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.StateRequest;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.StatsRequest;
import io.jwasm.proto.task.v2.StatsResponse;
import io.jwasm.proto.task.v2.UpdateTaskRequest;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of the task service's calls, which every transport serves. Thread-safe.
///
/// Calls that change something go on to their end whatever becomes of the caller; only waiting and
/// asking end with it.
public final class TaskCalls {

    /// The name containerd 1.6 to 2.x calls.
    public static final String TASK_V2 = "containerd.task.v2.Task";

    /// The name containerd 2.x calls when the launcher has answered version 3, and containerd 1.7
    /// over gRPC.
    public static final String TASK_V3 = "containerd.task.v3.Task";

    private static final Logger log = LoggerFactory.getLogger(TaskCalls.class);

    private final TaskService tasks;
    private final String namespace;
    private final Executor lines;

    private TaskCalls(TaskService tasks, String namespace, Executor lines) {
        this.tasks = tasks;
        this.namespace = namespace;
        this.lines = lines;
    }

    /// Makes the table.
    ///
    /// @param tasks serves the calls
    /// @param namespace the containerd namespace that a caller may name
    /// @param lines writes lines of the log, in the order of the containers' lives
    /// @return the calls of task v2 and of task v3, whose messages are the same
    public static List<TaskCall<?, ?>> of(TaskService tasks, String namespace, Executor lines) {
        TaskCalls calls = new TaskCalls(tasks, namespace, lines);
        List<TaskCall<?, ?>> table = new ArrayList<>();
        calls.addLife(table);
        calls.addQueries(table);
        calls.addMissing(table);
        return table;
    }

    private void addLife(List<TaskCall<?, ?>> table) {
        table.add(
                change(
                        "Create",
                        CreateTaskRequest.parser(),
                        told("Create", CreateTaskRequest::getId, this::create)));
        table.add(
                change(
                        "Start",
                        StartRequest.parser(),
                        told("Start", StartRequest::getId, this::start)));
        table.add(
                change("Kill", KillRequest.parser(), told("Kill", KillRequest::getId, this::kill)));
        table.add(
                change(
                        "Pause",
                        PauseRequest.parser(),
                        told("Pause", PauseRequest::getId, this::pause)));
        table.add(
                change(
                        "Resume",
                        ResumeRequest.parser(),
                        told("Resume", ResumeRequest::getId, this::resume)));
        table.add(
                change(
                        "Update",
                        UpdateTaskRequest.parser(),
                        told("Update", UpdateTaskRequest::getId, this::update)));
        table.add(change("CloseIO", CloseIORequest.parser(), this::closeIo));
        table.add(change("ResizePty", ResizePtyRequest.parser(), this::resize));
        table.add(
                change(
                        "Delete",
                        DeleteRequest.parser(),
                        told("Delete", DeleteRequest::getId, this::delete)));
        table.add(change("Shutdown", ShutdownRequest.parser(), this::shutdown));
    }

    private void addQueries(List<TaskCall<?, ?>> table) {
        table.add(query("State", StateRequest.parser(), this::state));
        table.add(query("Wait", WaitRequest.parser(), this::await));
        table.add(query("Pids", PidsRequest.parser(), this::pids));
        table.add(query("Stats", StatsRequest.parser(), this::stats));
        table.add(query("Connect", ConnectRequest.parser(), this::connect));
    }

    private void addMissing(List<TaskCall<?, ?>> table) {
        table.add(missing("Checkpoint", CheckpointTaskRequest.parser()));
        table.add(missing("Exec", ExecProcessRequest.parser()));
    }

    private <Q extends MessageLite, R extends MessageLite> TaskCall<Q, R> change(
            String method, Parser<Q> parser, Serving<Q, R> serving) {
        return new TaskCall<>(method, parser, true, checked(serving));
    }

    private <Q extends MessageLite, R extends MessageLite> TaskCall<Q, R> query(
            String method, Parser<Q> parser, Serving<Q, R> serving) {
        return new TaskCall<>(method, parser, false, checked(serving));
    }

    private static <Q extends MessageLite> TaskCall<Q, Empty> missing(
            String method, Parser<Q> parser) {
        return new TaskCall<>(
                method,
                parser,
                false,
                (_, _) -> {
                    throw new ShimException.NotImplemented(method + " is not implemented");
                });
    }

    private CreateTaskResponse create(CreateTaskRequest request) {
        int pid = tasks.create(TaskMessages.create(request));
        return CreateTaskResponse.newBuilder().setPid(pid).build();
    }

    private StartResponse start(StartRequest request) {
        int pid = tasks.start(TaskMessages.key(request.getId(), request.getExecId()));
        return StartResponse.newBuilder().setPid(pid).build();
    }

    private StateResponse state(StateRequest request) {
        return TaskMessages.state(
                tasks.state(TaskMessages.key(request.getId(), request.getExecId())));
    }

    private WaitResponse await(WaitRequest request) throws InterruptedException {
        ExitStatus exit = tasks.await(TaskMessages.key(request.getId(), request.getExecId()));
        return WaitResponse.newBuilder()
                .setExitStatus(exit.code())
                .setExitedAt(TaskMessages.timestamp(exit.at()))
                .build();
    }

    private Empty kill(KillRequest request) {
        lines.execute(() ->
                log.info(
                        "container \"{}\" is sent signal {}",
                        request.getId(),
                        request.getSignal()));
        tasks.kill(
                TaskMessages.key(request.getId(), request.getExecId()),
                TaskMessages.signal(request.getSignal()),
                request.getAll());
        return Empty.getDefaultInstance();
    }

    private Empty pause(PauseRequest request) {
        tasks.pause(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    private Empty resume(ResumeRequest request) {
        tasks.resume(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    private Empty update(UpdateTaskRequest request) {
        tasks.update(new ContainerId(request.getId()), TaskMessages.update(request));
        return Empty.getDefaultInstance();
    }

    private StatsResponse stats(StatsRequest request) {
        return TaskMessages.stats(tasks.stats(new ContainerId(request.getId())));
    }

    private Empty closeIo(CloseIORequest request) {
        if (request.getStdin()) {
            tasks.closeStdin(TaskMessages.key(request.getId(), request.getExecId()));
        }
        return Empty.getDefaultInstance();
    }

    private Empty resize(ResizePtyRequest request) {
        tasks.resize(
                TaskMessages.key(request.getId(), request.getExecId()),
                new TerminalSize(request.getWidth(), request.getHeight()));
        return Empty.getDefaultInstance();
    }

    private DeleteResponse delete(DeleteRequest request) {
        return TaskMessages.deleted(
                tasks.delete(TaskMessages.key(request.getId(), request.getExecId())));
    }

    private PidsResponse pids(PidsRequest request) {
        return TaskMessages.pids(tasks.pids(new ContainerId(request.getId())));
    }

    private ConnectResponse connect(ConnectRequest request) {
        ShimConnection connection = tasks.connect(new ContainerId(request.getId()));
        return ConnectResponse.newBuilder()
                .setShimPid(connection.shimPid())
                .setTaskPid(connection.taskPid())
                .build();
    }

    private Empty shutdown(ShutdownRequest request) {
        tasks.shutdown(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    /// What a caller is refused, the log tells, too: few callers keep it.
    private <Q, R> Serving<Q, R> told(
            String method, Function<Q, String> id, Serving<Q, R> serving) {
        return request -> {
            try {
                return serving.serve(request);
            } catch (ShimException refusal) {
                lines.execute(() ->
                        log.info(
                                "container \"{}\": {} is refused: {}",
                                id.apply(request),
                                method,
                                refusal.getMessage()));
                throw refusal;
            }
        };
    }

    /// A daemon serves one namespace; a caller that names another has been given a wrong address.
    private <Q, R> TaskCall.Handler<Q, R> checked(Serving<Q, R> serving) {
        return (request, caller) -> {
            String named = caller.orElse(namespace);
            if (!named.equals(namespace)) {
                throw new ShimException.InvalidArgument(
                        "namespace \"%s\" is not served here, only \"%s\""
                                .formatted(named, namespace));
            }
            return serving.serve(request);
        };
    }

    /// Serves a call whose namespace is ours.
    @FunctionalInterface
    private interface Serving<Q, R> {
        R serve(Q request) throws InterruptedException;
    }
}
