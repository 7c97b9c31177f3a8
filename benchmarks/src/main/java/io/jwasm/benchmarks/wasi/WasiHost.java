package io.jwasm.benchmarks.wasi;

import java.io.IOException;
import java.io.InputStream;

/// A way to run the guest. Closing waits for its end.
interface WasiHost extends AutoCloseable {

    /// The guest, compiled.
    static byte[] module() throws IOException {
        try (InputStream in = WasiHost.class.getResourceAsStream("calls.wasm")) {
            if (in == null) {
                throw new IOException("calls.wasm is not there");
            }
            return in.readAllBytes();
        }
    }

    @Override
    void close() throws IOException;
}
