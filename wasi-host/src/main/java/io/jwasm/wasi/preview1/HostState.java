package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.fd.DescriptorFactory;
import io.jwasm.wasi.fd.FdTable;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.GuestIo;
import io.jwasm.wasi.fs.FileOverlays;
import io.jwasm.wasi.fs.PathResolver;
import io.jwasm.wasi.host.GuestControl;
import org.jspecify.annotations.Nullable;

/// What the functions of one guest share. Confined to the guest's thread.
final class HostState implements AutoCloseable {

    final FdTable fds = new FdTable();
    final GuestIo io;
    final PathCalls paths = new PathCalls();
    final PathResolver resolver;
    final IoVectors vectors = new IoVectors();
    final DescriptorFactory factory;

    HostState(GuestControl control, FileOverlays overlays) {
        resolver = new PathResolver(paths, overlays);
        io = new GuestIo(control);
        factory = new DescriptorFactory(paths, io);
    }

    /// Finds a descriptor by the low half of an argument.
    @Nullable FileDescriptor fd(long argument) {
        return fds.get((int) argument);
    }

    @Override
    public void close() {
        fds.close();
        io.close();
        paths.close();
    }
}
