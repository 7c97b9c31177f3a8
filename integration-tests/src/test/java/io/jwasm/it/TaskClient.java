package io.jwasm.it;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.ProcessTable;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.CreateTaskResponse;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.proto.task.v2.DeleteResponse;
import io.jwasm.proto.task.v2.KillRequest;
import io.jwasm.proto.task.v2.PauseRequest;
import io.jwasm.proto.task.v2.ResumeRequest;
import io.jwasm.proto.task.v2.StartRequest;
import io.jwasm.proto.task.v2.StartResponse;
import io.jwasm.proto.task.v2.StatsRequest;
import io.jwasm.proto.task.v2.StatsResponse;
import io.jwasm.proto.task.v2.UpdateTaskRequest;
import io.jwasm.proto.task.v2.WaitRequest;
import io.jwasm.proto.task.v2.WaitResponse;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A daemon that our launcher started, and a connection to it: the task calls with no containerd in
/// between. Closing it ends the daemon and removes its folder.
public final class TaskClient implements AutoCloseable {
    private final Path home;
    private final TtrpcClient client;

    TaskClient() {
        this(Map.of());
    }

    /// Starts a daemon.
    ///
    /// @param environment more variables of the launcher
    public TaskClient(Map<String, String> environment) {
        try {
            home = Files.createTempDirectory("jwit-");
            String address = launch(bundle("first", "{}"), environment);
            client =
                    TtrpcClient.connect(
                            UnixDomainSocketAddress.of(address.replaceFirst("^unix://", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String launch(Path bundle, Map<String, String> environment) {
        String launcher = Shim.JWASM.shims().getFirst() + "/containerd-shim-jwasm-v1";
        return Command.of(
                        launcher,
                        "-namespace",
                        "default",
                        "-address",
                        home.resolve("containerd.sock").toString(),
                        "-publish-binary",
                        "/usr/bin/containerd",
                        "-id",
                        "first",
                        "start")
                .with(environment)
                .with(Map.of("JWASM_STATE", home.resolve("jwasm").toString()))
                .in(bundle)
                .run()
                .orThrow()
                .text();
    }

    /// A folder for the test's own files, removed on close.
    ///
    /// @return the folder
    public Path home() {
        return home;
    }

    /// The daemon's state directory.
    private Path state() {
        return home.resolve("jwasm" + home).resolve("containerd.sock/-/default");
    }

    /// The daemon's process.
    ///
    /// @return its id
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(state().resolve("daemon")).get(1).split(" ", -1)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the daemon has begun to log.
    boolean hasLog() {
        return Files.exists(state().resolve("daemon.log"));
    }

    /// What the daemon has logged.
    ///
    /// @return the lines
    public List<String> log() {
        try {
            return Files.readAllLines(state().resolve("daemon.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a bundle with this `config.json`.
    ///
    /// @param name the bundle's
    /// @param specification the document
    /// @return its folder
    /// @throws IOException when it cannot be written
    public Path bundle(String name, String specification) throws IOException {
        Path bundle = Files.createDirectories(home.resolve("bundles").resolve(name));
        Files.writeString(bundle.resolve("config.json"), specification);
        return bundle;
    }

    /// Writes a bundle that runs one of our guests with one argument.
    Path bundleOf(String name, String guest, String argument) throws IOException {
        return bundleOf(name, guest, "\"" + argument + "\"", "{}");
    }

    /// Writes a bundle that runs one of our guests.
    ///
    /// @param arguments the arguments, quoted and with commas
    /// @param linux the object `linux` of config.json
    Path bundleOf(String name, String guest, String arguments, String linux) throws IOException {
        Path root = Files.createDirectories(home.resolve("root"));
        if (!Files.exists(root.resolve(guest))) {
            Files.write(root.resolve(guest), Guests.bytes(guest));
        }
        return bundle(
                name,
                """
                {"ociVersion":"1.0.2",\
                "process":{"cwd":"/","args":["/%s",%s],"user":{"uid":0,"gid":0}},\
                "root":{"path":"%s"},"linux":%s}\
                """
                        .formatted(guest, arguments, root, linux));
    }

    CreateTaskResponse create(String id, Path bundle) throws InterruptedException {
        return create(id, bundle, "", "");
    }

    /// Creates a container with streams: the paths of FIFOs, `file://` addresses, or nothing.
    ///
    /// @param id the container
    /// @param bundle its folder
    /// @param stdin its input
    /// @param stdout its output
    /// @return the answer
    /// @throws InterruptedException when the calling thread is interrupted
    public CreateTaskResponse create(String id, Path bundle, String stdin, String stdout)
            throws InterruptedException {
        CreateTaskRequest request =
                CreateTaskRequest.newBuilder()
                        .setId(id)
                        .setBundle(bundle.toString())
                        .setStdin(stdin)
                        .setStdout(stdout)
                        .build();
        return call("Create", request, CreateTaskResponse.parser());
    }

    /// Starts a container.
    ///
    /// @param id the container
    /// @return the answer
    /// @throws InterruptedException when the calling thread is interrupted
    public StartResponse start(String id) throws InterruptedException {
        return call("Start", StartRequest.newBuilder().setId(id).build(), StartResponse.parser());
    }

    void pause(String id) throws InterruptedException {
        Empty _ = call("Pause", PauseRequest.newBuilder().setId(id).build(), Empty.parser());
    }

    void resume(String id) throws InterruptedException {
        Empty _ = call("Resume", ResumeRequest.newBuilder().setId(id).build(), Empty.parser());
    }

    /// Changes limits.
    ///
    /// @param resources the object `linux.resources` of config.json
    void update(String id, String resources) throws InterruptedException {
        Any wanted =
                Any.newBuilder()
                        .setTypeUrl(
                                "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources")
                        .setValue(ByteString.copyFromUtf8(resources))
                        .build();
        Empty _ =
                call(
                        "Update",
                        UpdateTaskRequest.newBuilder().setId(id).setResources(wanted).build(),
                        Empty.parser());
    }

    /// What a container has used, in the control groups' terms.
    Figures stats(String id) throws InterruptedException {
        return Figures.of(
                call("Stats", StatsRequest.newBuilder().setId(id).build(), StatsResponse.parser()));
    }

    /// Kills a container.
    ///
    /// @param id the container
    /// @throws InterruptedException when the calling thread is interrupted
    public void kill(String id) throws InterruptedException {
        Empty _ =
                call(
                        "Kill",
                        KillRequest.newBuilder().setId(id).setSignal(9).build(),
                        Empty.parser());
    }

    /// Waits for a task's end.
    ///
    /// @param id the container
    /// @return its exit status
    /// @throws InterruptedException when the calling thread is interrupted
    public int await(String id) throws InterruptedException {
        return call("Wait", WaitRequest.newBuilder().setId(id).build(), WaitResponse.parser())
                .getExitStatus();
    }

    /// Deletes a container.
    ///
    /// @param id the container
    /// @return the answer
    /// @throws InterruptedException when the calling thread is interrupted
    public DeleteResponse delete(String id) throws InterruptedException {
        return call(
                "Delete", DeleteRequest.newBuilder().setId(id).build(), DeleteResponse.parser());
    }

    <R extends MessageLite> R call(String method, MessageLite request, Parser<R> parser)
            throws InterruptedException {
        return client.call(
                new RpcMethod<>("containerd.task.v2.Task", method, parser),
                request,
                CallOptions.NONE);
    }

    @Override
    public void close() {
        client.close();
        for (long pid : ProcessTable.belongingTo(home.toString())) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        Command.of("rm", "-rf", home.toString()).run();
    }
}
