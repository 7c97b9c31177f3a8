package io.jwasm.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.jwasm.proto.bootstrap.BootstrapParams;
import io.jwasm.proto.bootstrap.BootstrapResult;
import io.jwasm.proto.bootstrap.LogLevel;
import io.jwasm.proto.events.TaskCheckpointed;
import io.jwasm.proto.events.TaskCreate;
import io.jwasm.proto.events.TaskDelete;
import io.jwasm.proto.events.TaskExecAdded;
import io.jwasm.proto.events.TaskExecStarted;
import io.jwasm.proto.events.TaskExit;
import io.jwasm.proto.events.TaskOOM;
import io.jwasm.proto.events.TaskPaused;
import io.jwasm.proto.events.TaskResumed;
import io.jwasm.proto.events.TaskStart;
import io.jwasm.proto.events.ttrpc.ForwardProto;
import io.jwasm.proto.events.ttrpc.ForwardRequest;
import io.jwasm.proto.options.runc.ProcessDetails;
import io.jwasm.proto.sandbox.CreateSandboxRequest;
import io.jwasm.proto.sandbox.SandboxProto;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.TaskProto;
import io.jwasm.proto.ttrpc.Request;
import io.jwasm.proto.ttrpc.Response;
import io.jwasm.proto.types.RuntimeInfo;
import io.jwasm.proto.types.Status;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Decodes bytes put together from field numbers and values that containerd puts on the wire, and
/// checks the names that travel in an Any.
class WireContractTest {

    @Test
    void createOfCtrRunIsRead() throws Exception {
        String mount =
                field(1, "overlay")
                        + field(2, "overlay")
                        + field(4, "index=off")
                        + field(4, "upperdir=/u");
        String options =
                field(1, "runtimeoptions.v1.Options")
                        + bytes(2, field(1, "t") + field(2, "/etc/jwasm.toml") + field(3, "body"));
        CreateTaskRequest create =
                CreateTaskRequest.parseFrom(
                        hex(
                                field(1, "redis")
                                        + field(2, "/run/b/redis")
                                        + bytes(3, mount)
                                        + "2001"
                                        + field(5, "/f/in")
                                        + field(6, "/f/out")
                                        + field(7, "/f/err")
                                        + bytes(10, options)));
        assertThat(create.getId()).isEqualTo("redis");
        assertThat(create.getBundle()).isEqualTo("/run/b/redis");
        assertThat(create.getRootfs(0).getType()).isEqualTo("overlay");
        assertThat(create.getRootfs(0).getOptionsList())
                .containsExactly("index=off", "upperdir=/u");
        assertThat(create.getTerminal()).isTrue();
        assertThat(create.getStdin() + create.getStdout() + create.getStderr())
                .isEqualTo("/f/in/f/out/f/err");
        assertThat(create.getOptions().getTypeUrl()).isEqualTo("runtimeoptions.v1.Options");
        io.jwasm.proto.options.Options body =
                io.jwasm.proto.options.Options.parseFrom(create.getOptions().getValue());
        assertThat(body.getConfigPath()).isEqualTo("/etc/jwasm.toml");
        assertThat(body.getConfigBody().toStringUtf8()).isEqualTo("body");
    }

    @Test
    void goZeroTimeOfAProcessThatHasNotExitedIsReadAndWritten() throws Exception {
        // time.Time{} in Go is -62135596800 s; protobuf varints sign-extend it to ten bytes.
        String zeroTime = "0880" + "92b8c398feffffff01";
        StateResponse state =
                StateResponse.parseFrom(
                        hex(field(1, "redis") + "188a01" + "2002" + bytes(10, zeroTime)));
        assertThat(state.getPid()).isEqualTo(138);
        assertThat(state.getStatus()).isEqualTo(Status.RUNNING);
        assertThat(state.getExitedAt().getSeconds()).isEqualTo(-62135596800L);
        assertThat(HexFormat.of().formatHex(state.getExitedAt().toByteArray())).isEqualTo(zeroTime);
    }

    @Test
    void deleteResponseIsWhatTheDeleteCommandPrints() {
        byte[] printed =
                DeleteResponse.newBuilder()
                        .setPid(138)
                        .setExitStatus(137)
                        .setExitedAt(Timestamp.newBuilder().setSeconds(1).setNanos(2))
                        .build()
                        .toByteArray();
        assertThat(printed).isEqualTo(hex("088a01" + "108901" + bytes(3, "08011002")));
    }

    @Test
    void forwardCarriesTheEventInAnEnvelope() throws Exception {
        String exit = field(1, "c") + field(2, "e") + "1807" + "208901" + bytes(5, "0801");
        String any = field(1, "containerd.events.TaskExit") + bytes(2, exit);
        ForwardRequest forward =
                ForwardRequest.parseFrom(
                        hex(
                                bytes(
                                        1,
                                        bytes(1, "0801")
                                                + field(2, "moby")
                                                + field(3, "/tasks/exit")
                                                + bytes(4, any))));
        assertThat(forward.getEnvelope().getNamespace()).isEqualTo("moby");
        assertThat(forward.getEnvelope().getTopic()).isEqualTo("/tasks/exit");
        Any event = forward.getEnvelope().getEvent();
        TaskExit decoded = TaskExit.parseFrom(event.getValue());
        assertThat(decoded.getId()).isEqualTo("e");
        assertThat(decoded.getPid()).isEqualTo(7);
        assertThat(decoded.getExitStatus()).isEqualTo(137);
        assertThat(decoded.getExitedAt().getSeconds()).isEqualTo(1);
    }

    @Test
    void bootstrapParametersOfContainerd23AreRead() throws Exception {
        String option = bytes(1, field(1, "runtimeoptions.v1.Options"));
        BootstrapParams params =
                BootstrapParams.parseFrom(
                        hex(
                                field(1, "redis")
                                        + field(2, "default")
                                        + "18fcffffffffffffffff01"
                                        + field(4, "2.3.0")
                                        + field(5, "/t")
                                        + field(6, "/g")
                                        + field(7, "/c")
                                        + bytes(8, option)
                                        + field(9, "/s")));
        assertThat(params.getInstanceId()).isEqualTo("redis");
        assertThat(params.getLogLevel()).isEqualTo(LogLevel.LOG_LEVEL_DEBUG);
        assertThat(params.getExtensions(0).getValue().getTypeUrl())
                .isEqualTo("runtimeoptions.v1.Options");
        assertThat(params.hasSocketDir()).isTrue();
        assertThat(BootstrapParams.getDefaultInstance().hasSocketDir()).isFalse();
        assertThat(
                        BootstrapResult.newBuilder()
                                .setVersion(3)
                                .setAddress("unix:///s")
                                .setProtocol("ttrpc")
                                .build()
                                .toByteArray())
                .isEqualTo(hex("0803" + field(2, "unix:///s") + field(3, "ttrpc")));
    }

    @Test
    void envelopeOfTtrpcIsRead() throws Exception {
        Request request =
                Request.parseFrom(
                        hex(
                                field(1, "s")
                                        + field(2, "m")
                                        + bytes(3, "00ff")
                                        + "2080e497d012"
                                        + bytes(5, field(1, "k") + field(2, "v"))));
        assertThat(request.getTimeoutNano()).isEqualTo(5_000_000_000L);
        assertThat(request.getMetadata(0).getKey()).isEqualTo("k");
        Response response =
                Response.parseFrom(hex(bytes(1, "080c" + field(2, "no")) + bytes(2, "")));
        assertThat(response.getStatus().getCode()).isEqualTo(12);
        assertThat(response.getStatus().getMessage()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({
        "1, pids",
        "2, cpu",
        "4, memory",
        "5, rdma",
        "6, io",
        "7, hugetlb",
        "8, memory_events",
        "9, network"
    })
    void metricsOfCgroupV2KeepTheirNumbers(int number, String name) {
        FieldDescriptor field =
                io.jwasm.proto.cgroups.v2.Metrics.getDescriptor().findFieldByNumber(number);
        assertThat(field.getName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "1, hugetlb",
        "2, pids",
        "3, cpu",
        "4, memory",
        "5, blkio",
        "6, rdma",
        "7, network",
        "9, memory_oom_control"
    })
    void metricsOfCgroupV1KeepTheirNumbers(int number, String name) {
        FieldDescriptor field =
                io.jwasm.proto.cgroups.v1.Metrics.getDescriptor().findFieldByNumber(number);
        assertThat(field.getName()).isEqualTo(name);
    }

    @Test
    void messagesThatTravelInAnAnyHaveTheNamesThatContainerdExpects() {
        assertName("containerd.events.TaskCreate", TaskCreate.getDefaultInstance());
        assertName("containerd.events.TaskStart", TaskStart.getDefaultInstance());
        assertName("containerd.events.TaskExit", TaskExit.getDefaultInstance());
        assertName("containerd.events.TaskDelete", TaskDelete.getDefaultInstance());
        assertName("containerd.events.TaskOOM", TaskOOM.getDefaultInstance());
        assertName("containerd.events.TaskExecAdded", TaskExecAdded.getDefaultInstance());
        assertName("containerd.events.TaskExecStarted", TaskExecStarted.getDefaultInstance());
        assertName("containerd.events.TaskPaused", TaskPaused.getDefaultInstance());
        assertName("containerd.events.TaskResumed", TaskResumed.getDefaultInstance());
        assertName("containerd.events.TaskCheckpointed", TaskCheckpointed.getDefaultInstance());
        assertName("containerd.runc.v1.ProcessDetails", ProcessDetails.getDefaultInstance());
        assertName(
                "containerd.runc.v1.Options",
                io.jwasm.proto.options.runc.Options.getDefaultInstance());
        assertName(
                "runtimeoptions.v1.Options", io.jwasm.proto.options.Options.getDefaultInstance());
        assertName("containerd.types.RuntimeInfo", RuntimeInfo.getDefaultInstance());
        assertName(
                "io.containerd.cgroups.v1.Metrics",
                io.jwasm.proto.cgroups.v1.Metrics.getDefaultInstance());
        assertName(
                "io.containerd.cgroups.v2.Metrics",
                io.jwasm.proto.cgroups.v2.Metrics.getDefaultInstance());
    }

    @Test
    void servicesHaveTheNamesAndMethodsThatContainerdCalls() {
        assertThat(TaskProto.getDescriptor().findServiceByName("Task").getFullName())
                .isEqualTo("containerd.task.v2.Task");
        assertThat(TaskProto.getDescriptor().findServiceByName("Task").getMethods()).hasSize(17);
        assertThat(ForwardProto.getDescriptor().findServiceByName("Events").getFullName())
                .isEqualTo("containerd.services.events.ttrpc.v1.Events");
        assertThat(SandboxProto.getDescriptor().findServiceByName("Sandbox").getFullName())
                .isEqualTo("containerd.runtime.sandbox.v1.Sandbox");
    }

    @Test
    void sandboxRequestIsRead() throws Exception {
        CreateSandboxRequest request =
                CreateSandboxRequest.parseFrom(
                        hex(
                                field(1, "pod")
                                        + field(2, "/b")
                                        + bytes(4, field(1, "runtime.v1.PodSandboxConfig"))
                                        + field(5, "/var/run/netns/cni-1")));
        assertThat(request.getNetnsPath()).isEqualTo("/var/run/netns/cni-1");
        assertThat(request.getOptions().getTypeUrl()).isEqualTo("runtime.v1.PodSandboxConfig");
    }

    @Test
    void initialisingAMessageDoesNotCompareVersions() throws Exception {
        try (InputStream bytes =
                CreateTaskRequest.class.getResourceAsStream("CreateTaskRequest.class")) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("RuntimeVersion");
        }
    }

    private static void assertName(String expected, Message message) {
        assertThat(message.getDescriptorForType().getFullName()).isEqualTo(expected);
    }

    private static String field(int number, String text) {
        return bytes(number, HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// A length-delimited field; numbers below 16 and lengths below 16,384 are all that the tests
    /// need.
    private static String bytes(int number, String hex) {
        int length = hex.length() / 2;
        String head = HexFormat.of().toHexDigits((byte) (number << 3 | 2));
        String size =
                length < 0x80
                        ? HexFormat.of().toHexDigits((byte) length)
                        : HexFormat.of().toHexDigits((byte) (length & 0x7f | 0x80))
                                + HexFormat.of().toHexDigits((byte) (length >> 7));
        return head + size + hex;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
