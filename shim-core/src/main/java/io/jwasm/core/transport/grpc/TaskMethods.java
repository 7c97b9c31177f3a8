package io.jwasm.core.transport.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.jwasm.core.transport.TaskCall;
import io.jwasm.core.transport.TaskCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the method of a path, and says what is missing in the words that ttrpc has for it.
/// Immutable.
///
/// Needs no descriptors of generated code, which cost a starting JVM tens of milliseconds: requests
/// come as bytes, and the call parses them.
final class TaskMethods extends HandlerRegistry {

    private final Map<String, ServerMethodDefinition<ByteString, MessageLite>> methods;

    private TaskMethods(Map<String, ServerMethodDefinition<ByteString, MessageLite>> methods) {
        this.methods = methods;
    }

    static TaskMethods of(List<TaskCall<?, ?>> calls) {
        Map<String, ServerMethodDefinition<ByteString, MessageLite>> methods = new HashMap<>();
        for (String service : List.of(TaskCalls.TASK_V2, TaskCalls.TASK_V3)) {
            for (TaskCall<?, ?> call : calls) {
                String path = MethodDescriptor.generateFullMethodName(service, call.method());
                methods.put(
                        path, method(path, (served, headers) -> Served.of(call, served, headers)));
            }
        }
        return new TaskMethods(methods);
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String path, @Nullable String authority) {
        ServerMethodDefinition<ByteString, MessageLite> method = methods.get(path);
        return method != null ? method : missing(path);
    }

    private ServerMethodDefinition<ByteString, MessageLite> missing(String path) {
        Status status = Status.UNIMPLEMENTED.withDescription(reason(path));
        return method(path, (served, _) -> Served.refuse(served, status));
    }

    private static String reason(String path) {
        int slash = path.lastIndexOf('/');
        String service = path.substring(0, Math.max(0, slash));
        return service.equals(TaskCalls.TASK_V2) || service.equals(TaskCalls.TASK_V3)
                ? "method \"%s\" of service \"%s\" is unknown"
                        .formatted(path.substring(slash + 1), service)
                : "service \"%s\" is unknown".formatted(service);
    }

    private static ServerMethodDefinition<ByteString, MessageLite> method(
            String path, ServerCallHandler<ByteString, MessageLite> handler) {
        return ServerMethodDefinition.create(
                MethodDescriptor.<ByteString, MessageLite>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(path)
                        .setRequestMarshaller(Requests.INSTANCE)
                        .setResponseMarshaller(Responses.INSTANCE)
                        .build(),
                handler);
    }
}
