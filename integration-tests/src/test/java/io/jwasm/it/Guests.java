package io.jwasm.it;

import io.jwasm.it.image.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The guests of the tests, as bytes and as images.
final class Guests {
    static final String PROBE_IMAGE = "docker.io/jwasm/probe:1";

    private Guests() {}

    /// Reads a resource of `guests/`.
    static byte[] bytes(String name) {
        try (InputStream in = Guests.class.getResourceAsStream("/guests/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no guest '" + name + "'");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The image whose entrypoint is `probe.wasm`.
    static TestImage probe() {
        return TestImage.ofModule(PROBE_IMAGE, bytes("probe.wasm"));
    }
}
