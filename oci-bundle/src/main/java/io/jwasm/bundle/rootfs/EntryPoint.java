package io.jwasm.bundle.rootfs;

import io.jwasm.linux.fs.HostFd;

/// What a container runs: a file of its root filesystem and a function that the file exports.
///
/// @param path where the file was found in the container, absolute
/// @param function the function to call
/// @param file the regular file, open for reading; closed with this
public record EntryPoint(String path, String function, HostFd file) implements AutoCloseable {

    /// Closes the file; a second call does nothing.
    @Override
    public void close() {
        file.close();
    }
}
