import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.proto.events.ttrpc.ForwardRequest;
import io.jwasm.proto.task.v2.ConnectRequest;
import io.jwasm.proto.task.v2.ConnectResponse;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.PauseRequest;
import io.jwasm.proto.task.v2.PidsRequest;
import io.jwasm.proto.task.v2.PidsResponse;
import io.jwasm.proto.task.v2.ResumeRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.StateRequest;
import io.jwasm.proto.task.v2.StateResponse;
import io.jwasm.proto.task.v2.StatsRequest;
import io.jwasm.proto.task.v2.StatsResponse;
import io.jwasm.proto.task.v2.UpdateTaskRequest;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import io.jwasm.proto.types.Mount;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.ServiceDefinition;
import io.jwasm.ttrpc.server.TtrpcServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// `Training LAUNCHER FOLDER MODULE SERVER`: uses a daemon as containerd does, from the launcher to
/// the last event, so that its AOT cache holds what that needs. The daemon is the one of `jwasm
/// run`. Says `trained` when that is done, and takes events until standard input ends.
///
/// MODULE is a program that ends by itself, SERVER one that does not.
final class Training {

    private static final int ROUNDS = 3;
    private static final int SIGTERM = 15;

    private final Path launcher;
    private final Path folder;
    private final Path root;
    private int containers;

    private Training(Path launcher, Path folder) throws IOException {
        this.launcher = launcher;
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
    }

    public static void main(String[] words) throws Exception {
        Training training = new Training(Path.of(words[0]), Path.of(words[1]));
        Files.copy(Path.of(words[2]), training.root.resolve("main.wasm"));
        Files.copy(Path.of(words[3]), training.root.resolve("server.wasm"));
        try (TtrpcServer _ = training.takeEvents()) {
            training.train();
            IO.println("trained");
            int _ = System.in.read();
        }
    }

    /// Containers as users of any kind have them, and as only root can have them; the others do
    /// without what their machine refuses.
    private void train() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            runToItsEnd(Shape.PLAIN);
            runUntilStopped(Shape.PLAIN);
        }
        try {
            for (int round = 0; round < ROUNDS; round++) {
                runToItsEnd(Shape.ISOLATED);
                runUntilStopped(Shape.ISOLATED);
            }
        } catch (Exception refused) {
            IO.println("no training of namespaces and control groups: " + refused.getMessage());
        }
    }

    private enum Shape {
        PLAIN,
        ISOLATED
    }

    private Path events() {
        return folder.resolve("events.sock");
    }

    private TtrpcServer takeEvents() throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(events()));
        TtrpcServer server =
                TtrpcServer.builder()
                        .service(
                                ServiceDefinition.builder(
                                                "containerd.services.events.ttrpc.v1.Events")
                                        .unary(
                                                "Forward",
                                                ForwardRequest.parser(),
                                                (_, _) -> Empty.getDefaultInstance())
                                        .build())
                        .build();
        server.serve(socket);
        return server;
    }

    private void runToItsEnd(Shape shape) throws Exception {
        try (Task task = create(shape, "\"/main.wasm\",\"one\"")) {
            task.call("Start", StartRequest.newBuilder(), StartResponse.parser());
            task.call("State", StateRequest.newBuilder(), StateResponse.parser());
            task.call("Wait", WaitRequest.newBuilder(), WaitResponse.parser());
            task.call("Delete", DeleteRequest.newBuilder(), DeleteResponse.parser());
        }
    }

    private void runUntilStopped(Shape shape) throws Exception {
        try (Task task = create(shape, "\"/server.wasm\",\"--port\",\"0\"")) {
            task.call("Start", StartRequest.newBuilder(), StartResponse.parser());
            task.call("Connect", ConnectRequest.newBuilder(), ConnectResponse.parser());
            task.call("Pids", PidsRequest.newBuilder(), PidsResponse.parser());
            task.call("Stats", StatsRequest.newBuilder(), StatsResponse.parser());
            task.call("Pause", PauseRequest.newBuilder(), Empty.parser());
            task.call("Resume", ResumeRequest.newBuilder(), Empty.parser());
            task.call(
                    "Update",
                    UpdateTaskRequest.newBuilder()
                            .setResources(
                                    json("{\"cpu\":{\"quota\":90000,\"period\":100000}}")),
                    Empty.parser());
            task.call("Kill", KillRequest.newBuilder().setSignal(SIGTERM), Empty.parser());
            task.call("Wait", WaitRequest.newBuilder(), WaitResponse.parser());
            task.call("State", StateRequest.newBuilder(), StateResponse.parser());
            task.call("Delete", DeleteRequest.newBuilder(), DeleteResponse.parser());
        }
    }

    private static Any json(String text) {
        return Any.newBuilder()
                .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/LinuxResources")
                .setValue(ByteString.copyFromUtf8(text))
                .build();
    }

    private Task create(Shape shape, String arguments) throws Exception {
        String id = "training-%d-%d".formatted(ProcessHandle.current().pid(), ++containers);
        Path bundle = Files.createDirectories(folder.resolve(id));
        Files.createDirectory(bundle.resolve("rootfs"));
        Files.writeString(bundle.resolve("config.json"), specification(shape, id, arguments));
        CreateTaskRequest.Builder request =
                CreateTaskRequest.newBuilder()
                        .setBundle(bundle.toString())
                        .setStdout("file://" + bundle.resolve("output"));
        if (shape == Shape.ISOLATED) {
            request.addRootfs(
                    Mount.newBuilder()
                            .setType("bind")
                            .setSource(root.toString())
                            .addOptions("rbind")
                            .addOptions("rw"));
        }
        Task task = new Task(id, TtrpcClient.connect(UnixDomainSocketAddress.of(start(id, bundle))));
        task.call("Create", request, CreateTaskResponse.parser());
        return task;
    }

    private Path start(String id, Path bundle) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                launcher.toString(),
                                "-namespace",
                                "jwasm",
                                "-address",
                                "/cli",
                                "-id",
                                id,
                                "start")
                        .directory(bundle.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TTRPC_ADDRESS", events().toString());
        Process process = builder.start();
        byte[] answer = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("the launcher ended with " + process.exitValue());
        }
        String address = new String(answer, StandardCharsets.UTF_8).strip();
        return Path.of(address.substring("unix://".length()));
    }

    private String specification(Shape shape, String id, String arguments) {
        return """
        {"ociVersion":"1.1.0",
         "process":{"user":{"uid":0,"gid":0,"additionalGids":[0]},"args":[%s],
          "env":["PATH=/usr/bin:/bin"],"cwd":"/","noNewPrivileges":true,
          "capabilities":{"bounding":["CAP_KILL"],"effective":["CAP_KILL"],"permitted":["CAP_KILL"]},
          "rlimits":[{"type":"RLIMIT_NOFILE","hard":1024,"soft":1024}]},
         "root":{"path":"%s"},"hostname":"training",
         "mounts":[
          {"destination":"/proc","type":"proc","source":"proc","options":["nosuid"]},
          {"destination":"/dev","type":"tmpfs","source":"tmpfs","options":["nosuid","mode=755"]},
          {"destination":"/data","type":"bind","source":"%s","options":["rbind","ro"]}],
         "linux":{%s}}
        """
                .formatted(
                        arguments,
                        shape == Shape.PLAIN ? root : "rootfs",
                        folder,
                        shape == Shape.PLAIN ? "" : isolation(id));
    }

    private static String isolation(String id) {
        return """
        "resources":{"devices":[{"allow":false,"access":"rwm"}],
         "memory":{"limit":134217728},"cpu":{"shares":512,"quota":100000,"period":100000}},
        "cgroupsPath":"/%s",
        "namespaces":[{"type":"pid"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},
         {"type":"network"}],
        "maskedPaths":["/proc/acpi"],"readonlyPaths":["/proc/bus"]\
        """
                .formatted(id);
    }

    /// The calls of one container.
    private record Task(String id, TtrpcClient client) implements AutoCloseable {

        <R extends MessageLite> R call(String method, Message.Builder request, Parser<R> parser)
                throws InterruptedException {
            return client.call(
                    new RpcMethod<>("containerd.task.v2.Task", method, parser),
                    request.setField(request.getDescriptorForType().findFieldByName("id"), id)
                            .build(),
                    CallOptions.NONE);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
