package io.jwasm.linux.io;

import io.jwasm.linux.fs.HostFd;

/// The two ends of a pipe.
///
/// @param readEnd where bytes come out
/// @param writeEnd where bytes go in
public record Pipe(HostFd readEnd, HostFd writeEnd) implements AutoCloseable {

    /// Closes both ends.
    @Override
    public void close() {
        writeEnd.close();
        readEnd.close();
    }
}
