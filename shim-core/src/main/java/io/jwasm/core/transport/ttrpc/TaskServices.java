package io.jwasm.core.transport.ttrpc;

import com.google.protobuf.MessageLite;
import io.jwasm.core.transport.TaskCall;
import io.jwasm.core.transport.TaskCalls;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.UnaryHandler;
import java.util.List;

/// Offers the task service over ttrpc, as task v2 and v3, whose messages are the same.
public final class TaskServices {

    /// Where containerd's client tells the namespace (`pkg/namespaces/ttrpc.go`).
    static final String NAMESPACE = "containerd-namespace-ttrpc";

    private TaskServices() {}

    /// Makes the services.
    ///
    /// @param calls the calls of both
    /// @return task v2 and v3
    public static List<ServiceDefinition> of(List<TaskCall<?, ?>> calls) {
        ServiceDefinition.Builder builder = ServiceDefinition.builder(TaskCalls.TASK_V2);
        for (TaskCall<?, ?> call : calls) {
            add(builder, call);
        }
        ServiceDefinition v2 = builder.build();
        return List.of(v2, v2.named(TaskCalls.TASK_V3));
    }

    private static <Q extends MessageLite, R extends MessageLite> void add(
            ServiceDefinition.Builder builder, TaskCall<Q, R> call) {
        UnaryHandler<Q, R> handler =
                (request, context) ->
                        call.handler().handle(request, context.metadata().first(NAMESPACE));
        if (call.goesToTheEnd()) {
            builder.unaryToTheEnd(call.method(), call.parser(), handler);
        } else {
            builder.unary(call.method(), call.parser(), handler);
        }
    }
}
