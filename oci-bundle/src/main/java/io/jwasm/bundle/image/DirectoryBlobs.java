package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of an image layout in a directory.
///
/// @param directory the directory
record DirectoryBlobs(Path directory) implements Blobs {

    @Override
    public String subject() {
        return directory.toString();
    }

    @Override
    public boolean has(String name) {
        return Files.isRegularFile(directory.resolve(name));
    }

    @Override
    public InputStream open(String name) throws BundleException, IOException {
        if (!has(name)) {
            throw missing(name);
        }
        return Files.newInputStream(directory.resolve(name));
    }

    @Override
    public void close() {
        // Each stream is closed by who opened it; the directory itself is not held open.
    }
}
