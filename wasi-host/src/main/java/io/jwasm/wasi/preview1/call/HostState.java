package io.jwasm.wasi.preview1.call;

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
public final class HostState implements AutoCloseable {

    /// What every guest's host functions keep: the transfer buffer, the paths of calls, the vectors
    /// of a call, a first part of the table of descriptors, and small change.
    private static final long BASE_BYTES = GuestIo.TRANSFER_BYTES + 32 * 1024;

    private final GuestLimits limits;
    private final HostBudget budget;
    private final FdTable fds;
    private final GuestIo io;
    private final PathCalls paths = new PathCalls();
    private final PathResolver resolver;
    private final IoVectors vectors;
    private final DescriptorFactory factory;
    private final GuestNetwork network;
    private @Nullable AddressBuffer address;

    /// Makes it for a guest, without descriptors.
    ///
    /// @param config what the guest is given
    /// @param overlays the files that lie over others
    /// @param control how functions that wait learn that they must not
    /// @param budget what the functions may keep in memory
    /// @throws HostBudget.Refused when there is no memory for the buffers
    public HostState(
            GuestConfig config, FileOverlays overlays, GuestControl control, HostBudget budget) {
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

    /// How much a guest may ask for at once.
    ///
    /// @return the same for all calls
    public GuestLimits limits() {
        return limits;
    }

    /// What the functions may keep in memory.
    ///
    /// @return the same for all calls
    public HostBudget budget() {
        return budget;
    }

    /// The guest's descriptors.
    ///
    /// @return the same for all calls
    public FdTable fds() {
        return fds;
    }

    /// Reads, writes and waits that a stop of the guest ends.
    ///
    /// @return the same for all calls
    public GuestIo io() {
        return io;
    }

    /// System calls with paths.
    ///
    /// @return the same for all calls
    public PathCalls paths() {
        return paths;
    }

    /// Opens what the guest's paths name.
    ///
    /// @return the same for all calls
    public PathResolver resolver() {
        return resolver;
    }

    /// The vectors of the call that is under way.
    ///
    /// @return the same for all calls
    public IoVectors vectors() {
        return vectors;
    }

    /// Makes descriptors of what is open.
    ///
    /// @return the same for all calls
    public DescriptorFactory factory() {
        return factory;
    }

    /// What the guest's sockets reach.
    ///
    /// @return the same for all calls
    public GuestNetwork network() {
        return network;
    }

    /// Finds a descriptor by the low half of an argument.
    ///
    /// @param argument the argument
    /// @return null when there is none
    public @Nullable FileDescriptor fd(long argument) {
        return fds.get((int) argument);
    }

    /// The room for socket addresses; most guests never need it.
    ///
    /// @return the same for all calls
    public AddressBuffer address() {
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
