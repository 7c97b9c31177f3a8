package io.jwasm.it.peer;

import java.nio.file.Path;

/// A line of containerd releases that the shim is tested under.
public enum Release {
    /// Configuration version 2; plain addresses only.
    V1_6("containerd-1.6", 2),
    /// Configuration version 2; plain addresses, or JSON up to version 2.
    V1_7("containerd-1.7", 2),
    /// Configuration version 3.
    V2_1("containerd-2.1", 3);

    private final String part;
    private final int configVersion;

    Release(String part, int configVersion) {
        this.part = part;
        this.configVersion = configVersion;
    }

    /// The version of `config.toml` that this line wants.
    int configVersion() {
        return configVersion;
    }

    /// The folder of its programs; skips the test when it cannot be had.
    Path programs() {
        return Peers.require(part).resolve("usr/bin");
    }

    @Override
    public String toString() {
        return part;
    }
}
