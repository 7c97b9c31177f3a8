package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// The files of an image, by their names in its layout.
interface Blobs extends Closeable {

    /// What people call it: the path that was given.
    String subject();

    boolean has(String name);

    /// Opens a file, which must be there.
    InputStream open(String name) throws BundleException, IOException;

    /// Reads a document, which must be there.
    default byte[] read(String name, int limitBytes) throws BundleException, IOException {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (bytes.length > limitBytes) {
                throw BundleException.invalid(
                        "\"%s\": %s has more than the %d bytes that it may have"
                                .formatted(subject(), name, limitBytes));
            }
            return bytes;
        }
    }

    default BundleException missing(String name) {
        return BundleException.invalid("\"%s\": %s is missing".formatted(subject(), name));
    }
}
