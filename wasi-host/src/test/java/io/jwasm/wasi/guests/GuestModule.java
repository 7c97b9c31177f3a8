package io.jwasm.wasi.guests;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/// Finds the guests' modules.
final class GuestModule {

    private GuestModule() {}

    /// The file of a guest.
    ///
    /// @param name its name, such as `files`
    static Path file(String name) {
        URL resource =
                Objects.requireNonNull(GuestModule.class.getResource(name + ".wasm"), () -> name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
