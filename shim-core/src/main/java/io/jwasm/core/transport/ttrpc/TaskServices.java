package io.jwasm.core.transport.ttrpc;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.ShimConnection;
import io.jwasm.api.task.TaskService;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.core.transport.TaskMessages;
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
import io.jwasm.ttrpc.server.CallContext;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.UnaryHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Offers the task service over ttrpc, as task v2 and v3, whose messages are the same. Thread-safe.
///
/// Calls that change something go on to their end whatever becomes of the caller; only waiting ends
/// with it.
public final class TaskServices {

    /// The name containerd 1.6 to 2.x calls.
    public static final String TASK_V2 = "containerd.task.v2.Task";

    /// The name containerd 2.x calls when the launcher has answered version 3.
    public static final String TASK_V3 = "containerd.task.v3.Task";

    /// Where containerd's client tells the namespace (`pkg/namespaces/ttrpc.go`).
    static final String NAMESPACE = "containerd-namespace-ttrpc";

    private static final Logger log = LoggerFactory.getLogger(TaskServices.class);

    private final TaskService tasks;
    private final String namespace;
    private final Executor lines;

    private TaskServices(TaskService tasks, String namespace, Executor lines) {
        this.tasks = tasks;
        this.namespace = namespace;
        this.lines = lines;
    }

    /// Makes the services.
    ///
    /// @param tasks serves the calls
    /// @param namespace the containerd namespace that a caller may name
    /// @param lines writes lines of the log, in the order of the containers' lives
    /// @return task v2 and v3
    public static List<ServiceDefinition> of(TaskService tasks, String namespace, Executor lines) {
        TaskServices services = new TaskServices(tasks, namespace, lines);
        ServiceDefinition.Builder builder = ServiceDefinition.builder(TASK_V2);
        services.addLife(builder);
        services.addQueries(builder);
        services.addMissing(builder);
        ServiceDefinition v2 = builder.build();
        return List.of(v2, v2.named(TASK_V3));
    }

    private void addLife(ServiceDefinition.Builder builder) {
        builder.unaryToTheEnd(
                "Create",
                CreateTaskRequest.parser(),
                told("Create", CreateTaskRequest::getId, checked(this::create)));
        builder.unaryToTheEnd(
                "Start",
                StartRequest.parser(),
                told("Start", StartRequest::getId, checked(this::start)));
        builder.unaryToTheEnd(
                "Kill",
                KillRequest.parser(),
                told("Kill", KillRequest::getId, checked(this::kill)));
        builder.unaryToTheEnd(
                "Pause",
                PauseRequest.parser(),
                told("Pause", PauseRequest::getId, checked(this::pause)));
        builder.unaryToTheEnd(
                "Resume",
                ResumeRequest.parser(),
                told("Resume", ResumeRequest::getId, checked(this::resume)));
        builder.unaryToTheEnd(
                "Update",
                UpdateTaskRequest.parser(),
                told("Update", UpdateTaskRequest::getId, checked(this::update)));
        builder.unaryToTheEnd("CloseIO", CloseIORequest.parser(), checked(this::closeIo));
        builder.unaryToTheEnd("ResizePty", ResizePtyRequest.parser(), checked(this::resize));
        builder.unaryToTheEnd(
                "Delete",
                DeleteRequest.parser(),
                told("Delete", DeleteRequest::getId, checked(this::delete)));
        builder.unaryToTheEnd("Shutdown", ShutdownRequest.parser(), checked(this::shutdown));
    }

    private void addQueries(ServiceDefinition.Builder builder) {
        builder.unary("State", StateRequest.parser(), checked(this::state));
        builder.unary("Wait", WaitRequest.parser(), checked(this::await));
        builder.unary("Pids", PidsRequest.parser(), checked(this::pids));
        builder.unary("Stats", StatsRequest.parser(), checked(this::stats));
        builder.unary("Connect", ConnectRequest.parser(), checked(this::connect));
    }

    private void addMissing(ServiceDefinition.Builder builder) {
        missing(builder, "Checkpoint", CheckpointTaskRequest.parser());
        missing(builder, "Exec", ExecProcessRequest.parser());
    }

    private static <Q extends MessageLite> void missing(
            ServiceDefinition.Builder builder, String method, Parser<Q> parser) {
        builder.<Q, Empty>unary(
                method,
                parser,
                (_, _) -> {
                    throw new ShimException.NotImplemented(method + " is not implemented");
                });
    }

    private CreateTaskResponse create(CreateTaskRequest request, CallContext call) {
        int pid = tasks.create(TaskMessages.create(request));
        return CreateTaskResponse.newBuilder().setPid(pid).build();
    }

    private StartResponse start(StartRequest request, CallContext call) {
        int pid = tasks.start(TaskMessages.key(request.getId(), request.getExecId()));
        return StartResponse.newBuilder().setPid(pid).build();
    }

    private StateResponse state(StateRequest request, CallContext call) {
        return TaskMessages.state(
                tasks.state(TaskMessages.key(request.getId(), request.getExecId())));
    }

    private WaitResponse await(WaitRequest request, CallContext call) throws InterruptedException {
        ExitStatus exit = tasks.await(TaskMessages.key(request.getId(), request.getExecId()));
        return WaitResponse.newBuilder()
                .setExitStatus(exit.code())
                .setExitedAt(TaskMessages.timestamp(exit.at()))
                .build();
    }

    private Empty kill(KillRequest request, CallContext call) {
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

    private Empty pause(PauseRequest request, CallContext call) {
        tasks.pause(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    private Empty resume(ResumeRequest request, CallContext call) {
        tasks.resume(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    private Empty update(UpdateTaskRequest request, CallContext call) {
        tasks.update(new ContainerId(request.getId()), TaskMessages.update(request));
        return Empty.getDefaultInstance();
    }

    private StatsResponse stats(StatsRequest request, CallContext call) {
        return TaskMessages.stats(tasks.stats(new ContainerId(request.getId())));
    }

    private Empty closeIo(CloseIORequest request, CallContext call) {
        if (request.getStdin()) {
            tasks.closeStdin(TaskMessages.key(request.getId(), request.getExecId()));
        }
        return Empty.getDefaultInstance();
    }

    private Empty resize(ResizePtyRequest request, CallContext call) {
        tasks.resize(
                TaskMessages.key(request.getId(), request.getExecId()),
                new TerminalSize(request.getWidth(), request.getHeight()));
        return Empty.getDefaultInstance();
    }

    private DeleteResponse delete(DeleteRequest request, CallContext call) {
        return TaskMessages.deleted(
                tasks.delete(TaskMessages.key(request.getId(), request.getExecId())));
    }

    private PidsResponse pids(PidsRequest request, CallContext call) {
        return TaskMessages.pids(tasks.pids(new ContainerId(request.getId())));
    }

    private ConnectResponse connect(ConnectRequest request, CallContext call) {
        ShimConnection connection = tasks.connect(new ContainerId(request.getId()));
        return ConnectResponse.newBuilder()
                .setShimPid(connection.shimPid())
                .setTaskPid(connection.taskPid())
                .build();
    }

    private Empty shutdown(ShutdownRequest request, CallContext call) {
        tasks.shutdown(new ContainerId(request.getId()));
        return Empty.getDefaultInstance();
    }

    /// What a caller is refused, the log tells, too: few callers keep it.
    private <Q, R> UnaryHandler<Q, R> told(
            String method, Function<Q, String> id, UnaryHandler<Q, R> handler) {
        return (request, call) -> {
            try {
                return handler.handle(request, call);
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
    private <Q, R> UnaryHandler<Q, R> checked(UnaryHandler<Q, R> handler) {
        return (request, call) -> {
            String named = call.metadata().first(NAMESPACE).orElse(namespace);
            if (!named.equals(namespace)) {
                throw new ShimException.InvalidArgument(
                        "namespace \"%s\" is not served here, only \"%s\""
                                .formatted(named, namespace));
            }
            return handler.handle(request, call);
        };
    }
}
