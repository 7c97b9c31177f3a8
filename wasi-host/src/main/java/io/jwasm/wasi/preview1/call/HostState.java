package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.fd.DescriptorFactory;
import io.jwasm.wasi.fd.FdTable;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.GuestIo;
import io.jwasm.wasi.fs.FileOverlays;
import io.jwasm.wasi.fs.PathResolver;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.HostBudget;
import org.jspecify.annotations.Nullable;

/// What the functions of one guest share. Confined to the guest's thread.
final class HostState implements AutoCloseable {

    /// What every guest's host functions keep: the transfer buffer, the paths of calls, the vectors
    /// of a call, a first part of the table of descriptors, and small change.
    static final long BASE_BYTES = GuestIo.TRANSFER_BYTES + 32 * 1024;

    final GuestLimits limits;
    final HostBudget budget;
    final FdTable fds;
    final GuestIo io;
    final PathCalls paths = new PathCalls();
    final PathResolver resolver;
    final IoVectors vectors;
    final DescriptorFactory factory;
    final GuestNetwork network;
    private @Nullable AddressBuffer address;

    HostState(GuestConfig config, FileOverlays overlays, GuestControl control, HostBudget budget) {
        budget.reserve(BASE_BYTES, "the host's buffers");
        this.limits = config.limits();
        this.budget = budget;
        fds = new FdTable(limits.descriptors(), budget);
        vectors = new IoVectors(limits.vectorBytes());
        resolver = new PathResolver(paths, overlays);
        io = new GuestIo(control);
        factory = new DescriptorFactory(paths, io);
        network = config.network();
    }

    /// Finds a descriptor by the low half of an argument.
    @Nullable FileDescriptor fd(long argument) {
        return fds.get((int) argument);
    }

    /// The room for socket addresses; most guests never need it.
    AddressBuffer address() {
        AddressBuffer made = address;
        if (made == null) {
            made = new AddressBuffer();
            address = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (address != null) {
            address.close();
        }
        fds.close();
        io.close();
        paths.close();
        budget.release(BASE_BYTES);
    }
}
