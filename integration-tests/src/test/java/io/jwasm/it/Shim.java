package io.jwasm.it;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Peers;
import java.nio.file.Path;
import java.util.List;

/// What a test runs its container with: our shim, or runc to prove that the test itself is right.
enum Shim {
    JWASM("io.containerd.jwasm.v1") {
        @Override
        TestImage probe() {
            return Guests.probe();
        }

        @Override
        List<Path> shims() {
            return List.of(Distribution.require().resolve("bin"));
        }
    },
    RUNC("io.containerd.runc.v2") {
        @Override
        TestImage probe() {
            return new TestImage(
                    Guests.PROBE_IMAGE,
                    TestImage.Platform.host(),
                    List.of(
                            TestImage.executable("bin/busybox", Peers.busybox()),
                            TestImage.executable("probe", Guests.bytes("probe.sh"))),
                    List.of("/probe"));
        }

        @Override
        List<Path> shims() {
            return List.of();
        }
    };

    private final String type;

    Shim(String type) {
        this.type = type;
    }

    /// The name that containerd knows it by.
    String type() {
        return type;
    }

    /// An image whose entrypoint understands the verbs of `guests/probe.c`.
    abstract TestImage probe();

    /// The folders of the shim, to come first on containerd's search path.
    abstract List<Path> shims();
}
