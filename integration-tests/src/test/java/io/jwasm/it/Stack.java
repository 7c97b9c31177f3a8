package io.jwasm.it;

import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A containerd with a shim on its search path and the probe image imported, for one test class.
///
/// It starts when a test first asks for it, so that a test class can be given several and each can
/// be skipped with its own reason. Thread-safe.
final class Stack implements AutoCloseable {
    private static final AtomicInteger IDS = new AtomicInteger();

    private final Shim shim;
    private final Release release;
    private final Kind kind;
    private final String manner;
    private @Nullable Containerd started;

    /// How a containerd is set up from its release and the folders of the shim.
    @FunctionalInterface
    interface Kind {
        Setup of(Release release, Path... shims);
    }

    Stack(Shim shim, Release release) {
        this(shim, release, Setup::plain);
    }

    Stack(Shim shim, Release release, Kind kind) {
        this(shim, release, kind, "");
    }

    private Stack(Shim shim, Release release, Kind kind, String manner) {
        this.shim = shim;
        this.release = release;
        this.kind = kind;
        this.manner = manner;
    }

    /// A containerd that is told to speak gRPC to our daemon.
    static Stack overGrpc(Release release) {
        return new Stack(
                Shim.JWASM,
                release,
                (line, shims) -> Setup.plain(line, shims).with("JWASM_PROTOCOL", "grpc"),
                " over gRPC");
    }

    Release release() {
        return release;
    }

    Shim shim() {
        return shim;
    }

    /// The name of the shim's handler in CRI's configuration.
    String handler() {
        return shim.name().toLowerCase(Locale.ROOT);
    }

    /// The archive that the probe image was imported from.
    Path archive() {
        return shim.probe().writeTo(containerd().home());
    }

    /// Our shim under each release, and runc under the newest: what it does too is no fault of the
    /// test.
    static Stream<Stack> forAll() {
        return Stream.concat(
                underEachRelease(Shim.JWASM), Stream.of(new Stack(Shim.RUNC, Release.V2_1)));
    }

    /// The same, and our shim over gRPC under the one line of containerd that can do it.
    static Stream<Stack> forAllAndOverGrpc() {
        return Stream.concat(forAll(), Stream.of(overGrpc(Release.V1_7)));
    }

    static Stream<Stack> underEachRelease(Shim shim) {
        return Stream.of(Release.values()).map(release -> new Stack(shim, release));
    }

    /// The containerd, running.
    synchronized Containerd containerd() {
        Containerd containerd = started;
        if (containerd == null) {
            Path[] shims = shim.shims().toArray(Path[]::new);
            containerd = Containerd.start(kind.of(release, shims));
            started = containerd;
            importImages(containerd);
        }
        return containerd;
    }

    private void importImages(Containerd containerd) {
        Path probe = shim.probe().writeTo(containerd.home());
        containerd.importImage("default", probe);
        if (containerd.hasCri()) {
            containerd.importImage("k8s.io", probe);
            containerd.importImage("k8s.io", Guests.pause().writeTo(containerd.home()));
        }
    }

    /// A container's id that was not used before, by another run of the tests neither: control
    /// groups are the machine's. Short, as the kernel keeps 15 bytes of the name of its thread.
    static String newId() {
        return Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                + "-"
                + IDS.incrementAndGet();
    }

    /// Makes `ctr run --rm` of the probe.
    Command probe(String... arguments) {
        return probe(List.of("--rm"), newId(), arguments);
    }

    /// Makes `ctr run` of the probe with options of its own.
    Command probe(List<String> options, String id, String... arguments) {
        return run(Guests.PROBE_IMAGE, options, id, entry(arguments));
    }

    /// Makes `ctr run` of any image.
    Command run(String image, List<String> options, String id, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--runtime", shim.type()));
        all.addAll(options);
        List<String> rest = new ArrayList<>(List.of(image, id));
        rest.addAll(arguments);
        return containerd().run(all, rest);
    }

    /// Starts a probe in the background, without FIFOs: `ctr` leaves those of a lost task behind.
    String detached(String... arguments) {
        return detached(List.of("--null-io"), arguments);
    }

    /// Starts a probe in the background.
    String detached(List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(options);
        all.add("--detach");
        String id = newId();
        probe(all, id, arguments).run().orThrow();
        return id;
    }

    /// A line of `ctr tasks list`.
    record Task(long pid, String status) {}

    /// What `ctr tasks list` says of a container, if it says anything.
    Optional<Task> task(String id) {
        return ctr("tasks", "list")
                .orThrow()
                .text()
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields[0].equals(id))
                .map(fields -> new Task(Long.parseLong(fields[1]), fields[2]))
                .findFirst();
    }

    Outcome ctr(String... arguments) {
        return containerd().ctr(arguments);
    }

    /// `ctr run IMAGE ID ARGUMENT…` replaces the entrypoint: name it again.
    private List<String> entry(String... arguments) {
        List<String> line = new ArrayList<>(shim.probe().entrypoint());
        line.addAll(List.of(arguments));
        return line;
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
        }
    }

    @Override
    public String toString() {
        return handler() + " under " + release + manner;
    }
}
