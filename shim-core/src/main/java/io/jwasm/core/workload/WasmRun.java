package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.CreateTask;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.rootfs.EntryPoint;
import io.jwasm.bundle.rootfs.EntryResolver;
import io.jwasm.bundle.rootfs.FileKind;
import io.jwasm.bundle.rootfs.FileSniffer;
import io.jwasm.bundle.rootfs.Rootfs;
import io.jwasm.bundle.rootfs.SnapshotMount;
import io.jwasm.bundle.spec.Capabilities;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.user.ResolvedUser;
import io.jwasm.bundle.user.UserDatabase;
import io.jwasm.core.capability.CapabilityReader;
import io.jwasm.core.capability.GuestCapabilities;
import io.jwasm.core.capability.ProgramCapability;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.files.GuestFiles;
import io.jwasm.core.stdio.ContainerStreams;
import io.jwasm.core.wall.Privileges;
import io.jwasm.core.wall.WallConfig;
import io.jwasm.core.wall.WallPlan;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.GuestStdio;
import io.jwasm.wasi.Hold;
import io.jwasm.wasi.MemoryUse;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.WasmModule;
import java.util.List;

/// The run of a Wasm guest.
final class WasmRun implements Run {

    /// What a shell reports of a command that aborted, 128 + SIGABRT.
    private static final int TRAP_EXIT_CODE = 134;

    private final ContainerId id;
    private final Guest guest;
    private final GuestFiles files;
    private final ThreadSetup setup;
    private final GuestReport report;
    private volatile boolean isOutOfMemory;

    private WasmRun(ContainerId id, Prepared prepared, GuestFiles files, GuestReport report) {
        this.id = id;
        this.guest = prepared.guest();
        this.setup = prepared.setup();
        this.files = files;
        this.report = report;
    }

    /// Finds the module, loads it and binds it to what it is given.
    ///
    /// @param order what it is to be
    /// @param streams the guest's streams
    /// @param platform what guests share
    /// @return the run
    /// @throws BundleException when the entry is missing or no module
    /// @throws ModuleException when the module cannot be run
    /// @throws ErrnoException when a file cannot be read
    static WasmRun prepare(Order order, ContainerStreams streams, GuestPlatform platform)
            throws BundleException, ModuleException, ErrnoException {
        Bundle bundle = order.bundle();
        Rootfs rootfs = Rootfs.open(bundle, mounts(order.request()));
        GuestCapabilities capabilities = capabilities(bundle, rootfs, order.config());
        GuestFiles files = GuestFiles.open(capabilities, rootfs);
        try {
            streams.giveTo(capabilities.user().uid());
            Guest guest = guest(bundle.spec(), capabilities, files, streams, platform.engine());
            GuestReport report = new GuestReport(streams.stderr(), platform.news());
            ThreadSetup setup =
                    ThreadSetup.of(capabilities.user())
                            .behind(
                                    platform.walls(),
                                    plan(
                                            order.config().walls(),
                                            bundle.spec(),
                                            capabilities,
                                            files));
            Prepared prepared = new Prepared(guest, setup);
            return new WasmRun(order.request().id(), prepared, files, report);
        } catch (BundleException | ModuleException | ErrnoException | RuntimeException failure) {
            files.close();
            throw failure;
        }
    }

    /// As with any process, a user other than root has the ambient set alone.
    private static WallPlan plan(
            WallConfig walls, RuntimeSpec spec, GuestCapabilities capabilities, GuestFiles files) {
        Capabilities given = spec.process().capabilities();
        return new WallPlan(
                walls,
                files.grants(),
                capabilities.network() == GuestNetwork.NAMESPACE,
                Privileges.of(capabilities.user().isRoot() ? given.effective() : given.ambient()));
    }

    /// A guest, and what its thread takes on before it runs.
    private record Prepared(Guest guest, ThreadSetup setup) {}

    private static GuestCapabilities capabilities(
            Bundle bundle, Rootfs rootfs, ContainerConfig config) throws BundleException {
        try {
            ResolvedUser user =
                    new UserDatabase(rootfs.directory()).resolve(bundle.spec().process().user());
            return CapabilityReader.read(bundle, user, config);
        } catch (BundleException | RuntimeException failure) {
            rootfs.close();
            throw failure;
        }
    }

    private static Guest guest(
            RuntimeSpec spec,
            GuestCapabilities capabilities,
            GuestFiles files,
            ContainerStreams streams,
            WasmEngine engine)
            throws BundleException, ModuleException, ErrnoException {
        WorkingDirectory.check(files.root(), spec.process().cwd());
        ProgramCapability program = capabilities.program();
        try (EntryPoint entry = EntryResolver.resolve(files.root(), spec.process())) {
            requireModule(entry);
            WasmModule module = engine.load(entry.file(), entry.path());
            return engine.prepare(
                    module,
                    new GuestConfig(
                            entry.path(),
                            program.args(),
                            program.environment(),
                            files.grants(),
                            new GuestStdio(streams.stdin(), streams.stdout(), streams.stderr()),
                            entry.function(),
                            capabilities.network(),
                            capabilities.limits()));
        }
    }

    private static List<SnapshotMount> mounts(CreateTask request) {
        return request.rootfs().stream()
                .map(m -> new SnapshotMount(m.type(), m.source(), m.target(), m.options()))
                .toList();
    }

    private static void requireModule(EntryPoint entry) throws ErrnoException {
        FileKind kind = FileSniffer.sniff(entry.file());
        if (!(kind instanceof FileKind.WasmModule)) {
            throw new ShimException.InvalidArgument(
                    "\"%s\" is %s".formatted(entry.path(), kind.description()));
        }
    }

    @Override
    public void confine() {
        setup.apply();
    }

    @Override
    public Ending run() {
        return switch (guest.run()) {
            case GuestExit.Exited(int code) -> new Ending.Exited(code & 0xff);
            case GuestExit.Stopped() -> new Ending.Stopped();
            case GuestExit.OutOfMemory(String message) -> {
                isOutOfMemory = true;
                report.outOfMemory(id, message);
                yield new Ending.OutOfMemory();
            }
            case GuestExit.Trapped trap -> {
                report.trap(id, trap);
                yield new Ending.Exited(TRAP_EXIT_CODE);
            }
        };
    }

    @Override
    public void stop() {
        guest.stop();
    }

    @Override
    public void hold(Hold why) {
        guest.hold(why);
    }

    @Override
    public void release(Hold why) {
        guest.release(why);
    }

    @Override
    public MemoryUse memory() {
        return guest.memory();
    }

    @Override
    public void limitMemory(long bytes) {
        guest.limitMemory(bytes);
    }

    @Override
    public boolean isOutOfMemory() {
        return isOutOfMemory;
    }

    @Override
    public void close() {
        try (files) {
            guest.close();
        }
    }
}
