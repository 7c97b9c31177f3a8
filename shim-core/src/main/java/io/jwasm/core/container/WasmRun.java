package io.jwasm.core.container;

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
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.core.stdio.ContainerStreams;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.GuestStdio;
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
    private final Grants grants;
    private final GuestReport report;

    private WasmRun(ContainerId id, Guest guest, Grants grants, GuestReport report) {
        this.id = id;
        this.guest = guest;
        this.grants = grants;
        this.report = report;
    }

    /// Finds the module, loads it and binds it to what it is given.
    ///
    /// @param request what containerd gave
    /// @param bundle the configuration
    /// @param streams the guest's streams
    /// @param platform what guests share
    /// @return the run
    /// @throws BundleException when the entry is missing or no module
    /// @throws ModuleException when the module cannot be run
    /// @throws ErrnoException when a file cannot be read
    static WasmRun prepare(
            CreateTask request, Bundle bundle, ContainerStreams streams, GuestPlatform platform)
            throws BundleException, ModuleException, ErrnoException {
        RuntimeSpec spec = bundle.spec();
        Grants grants = Grants.open(spec, Rootfs.open(bundle, mounts(request)));
        try {
            Guest guest = guest(spec, grants, streams, platform);
            GuestReport report = new GuestReport(streams.stderr(), platform.news());
            return new WasmRun(request.id(), guest, grants, report);
        } catch (BundleException | ModuleException | ErrnoException | RuntimeException failure) {
            grants.close();
            throw failure;
        }
    }

    private static Guest guest(
            RuntimeSpec spec, Grants grants, ContainerStreams streams, GuestPlatform platform)
            throws BundleException, ModuleException, ErrnoException {
        ProcessSpec process = spec.process();
        WasmEngine engine = platform.engine();
        try (EntryPoint entry = EntryResolver.resolve(grants.root(), process)) {
            requireModule(entry);
            WasmModule module = engine.load(entry.file(), entry.path());
            return engine.prepare(
                    module,
                    new GuestConfig(
                            entry.path(),
                            process.args(),
                            process.env(),
                            grants.list(),
                            new GuestStdio(streams.stdin(), streams.stdout(), streams.stderr()),
                            entry.function(),
                            memoryLimitBytes(spec, platform.memoryLimitBytes())));
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

    private static long memoryLimitBytes(RuntimeSpec spec, long defaultBytes) {
        Long limit = spec.linux().resources().memory().limit();
        return limit == null || limit <= 0 ? defaultBytes : Math.min(limit, defaultBytes);
    }

    @Override
    public Ending run() {
        return switch (guest.run()) {
            case GuestExit.Exited(int code) -> new Ending.Exited(code & 0xff);
            case GuestExit.Stopped() -> new Ending.Stopped();
            case GuestExit.OutOfMemory(String message) -> {
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
    public void close() {
        try (grants) {
            guest.close();
        }
    }
}
