package io.jwasm.it;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The guests of the tests, as bytes and as images.
public final class Guests {
    static final String PROBE_IMAGE = "docker.io/jwasm/probe:1";

    private Guests() {}

    /// Reads a resource of `guests/`.
    ///
    /// @param name the file's
    /// @return its content
    public static byte[] bytes(String name) {
        try (InputStream in = Guests.class.getResourceAsStream("/guests/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no guest '" + name + "'");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The image of CRI's pause containers. Under our shim its program never runs; it is for Linux.
    static TestImage pause() {
        return new TestImage(
                Containerd.PAUSE_IMAGE,
                TestImage.Platform.host(),
                List.of(TestImage.executable("bin/busybox", Peers.busybox())),
                List.of("/bin/busybox", "sleep", "1000000"));
    }

    /// The image whose entrypoint is `meter.wasm`.
    static TestImage meter() {
        return TestImage.ofModule("docker.io/jwasm/meter:1", bytes("meter.wasm"));
    }

    /// The image of the guest for terminals, for a shim.
    static TestImage terminal(Shim shim) {
        String name = "docker.io/jwasm/terminal:1";
        return switch (shim) {
            case JWASM -> TestImage.ofModule(name, bytes("terminal.wasm"));
            case RUNC ->
                    new TestImage(
                            name,
                            TestImage.Platform.host(),
                            List.of(
                                    TestImage.executable("bin/busybox", Peers.busybox()),
                                    TestImage.executable("terminal", bytes("terminal.sh"))),
                            List.of("/terminal"));
        };
    }

    /// The image whose entrypoint is `probe.wasm`.
    static TestImage probe() {
        return TestImage.ofModule(PROBE_IMAGE, bytes("probe.wasm"));
    }
}
