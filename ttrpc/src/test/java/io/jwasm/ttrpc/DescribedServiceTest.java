package io.jwasm.ttrpc;

import static io.jwasm.ttrpc.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import io.jwasm.proto.task.v2.ConnectRequest;
import io.jwasm.proto.task.v2.ConnectResponse;
import io.jwasm.proto.task.v2.TaskProto;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.ClientStream;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.DescribedService;
import io.jwasm.ttrpc.server.TtrpcServer;
import org.junit.jupiter.api.Test;

/// Services checked against protobuf descriptors.
class DescribedServiceTest {

    private static final ServiceDescriptor TASK =
            TaskProto.getDescriptor().findServiceByName("Task");

    private static ServiceDescriptor streams() throws Exception {
        FileDescriptorProto file =
                FileDescriptorProto.newBuilder()
                        .setName("streams.proto")
                        .setPackage("test")
                        .addDependency("google/protobuf/wrappers.proto")
                        .addService(
                                ServiceDescriptorProto.newBuilder()
                                        .setName("Streams")
                                        .addMethod(method("Up", true, false))
                                        .addMethod(method("Down", false, true))
                                        .addMethod(method("Both", true, true)))
                        .build();
        FileDescriptor[] dependencies = {WrappersProto.getDescriptor()};
        return FileDescriptor.buildFrom(file, dependencies).findServiceByName("Streams");
    }

    private static MethodDescriptorProto method(
            String name, boolean isClientStream, boolean isServerStream) {
        return MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType(".google.protobuf.StringValue")
                .setOutputType(".google.protobuf.StringValue")
                .setClientStreaming(isClientStream)
                .setServerStreaming(isServerStream)
                .build();
    }

    @Test
    void aDescribedServiceServesItsMethodsAndNoOthers() throws Exception {
        TtrpcServer.Builder builder =
                TtrpcServer.builder()
                        .service(
                                DescribedService.of(TASK)
                                        .unary(
                                                "Connect",
                                                ConnectRequest.getDefaultInstance(),
                                                (q, _) ->
                                                        ConnectResponse.newBuilder()
                                                                .setVersion(q.getId())
                                                                .build())
                                        .build());
        try (Endpoint endpoint = new Endpoint(builder);
                TtrpcClient client = endpoint.client()) {
            RpcMethod<ConnectResponse> connect =
                    new RpcMethod<>("containerd.task.v2.Task", "Connect", ConnectResponse.parser());
            ConnectRequest request = ConnectRequest.newBuilder().setId("redis").build();
            assertThat(client.call(connect, request, CallOptions.NONE).getVersion())
                    .isEqualTo("redis");
            RpcMethod<Empty> pause =
                    new RpcMethod<>("containerd.task.v2.Task", "Pause", Empty.parser());
            assertThatThrownBy(() -> client.call(pause, request, CallOptions.NONE))
                    .hasMessage(
                            "UNIMPLEMENTED: method \"Pause\" of service \"containerd.task.v2.Task\""
                                    + " is unknown");
        }
    }

    @Test
    void streamingMethodsAreServed() throws Exception {
        StringValue type = StringValue.getDefaultInstance();
        TtrpcServer.Builder builder =
                TtrpcServer.builder()
                        .service(
                                DescribedService.of(streams())
                                        .clientStream(
                                                "Up",
                                                type,
                                                (requests, _) -> text("up " + requests.receive()))
                                        .serverStream(
                                                "Down",
                                                type,
                                                (q, responses, _) -> responses.send(q))
                                        .bidiStream(
                                                "Both",
                                                type,
                                                (q, responses, _) ->
                                                        responses.send(text("both " + q.receive())))
                                        .build());
        try (Endpoint endpoint = new Endpoint(builder);
                TtrpcClient client = endpoint.client()) {
            for (String name : new String[] {"Up", "Down", "Both"}) {
                RpcMethod<StringValue> method =
                        new RpcMethod<>("test.Streams", name, StringValue.parser());
                try (ClientStream<StringValue, StringValue> stream =
                        client.stream(method, CallOptions.NONE)) {
                    if (!name.equals("Down")) {
                        stream.send(text("x"));
                    }
                    assertThat(stream.receive()).as(name).isNotNull();
                }
            }
        }
    }

    @Test
    void whatTheServiceDoesNotDeclareIsRefused() throws Exception {
        DescribedService task = DescribedService.of(TASK);
        assertThatThrownBy(() ->
                        task.unary("Reboot", ConnectRequest.getDefaultInstance(), (q, _) -> q))
                .hasMessage("service \"containerd.task.v2.Task\" has no method \"Reboot\"");
        assertThatThrownBy(
                        () -> task.unary("State", ConnectRequest.getDefaultInstance(), (q, _) -> q))
                .hasMessage(
                        "method \"containerd.task.v2.Task.State\" takes"
                                + " containerd.task.v2.StateRequest, not"
                                + " containerd.task.v2.ConnectRequest");
        DescribedService streams = DescribedService.of(streams());
        assertThatThrownBy(
                        () -> streams.unary("Down", StringValue.getDefaultInstance(), (q, _) -> q))
                .hasMessageContaining("declared is Streams[client=false, server=true]");
    }
}
