package io.jwasm.it.peer;

/// A line of dockerd releases that the shim is tested under, each with the containerd that Debian
/// ships beside it.
public enum DockerRelease {
    /// Sets a container's network up by a prestart hook.
    V26_1("docker-26.1", Release.V1_7),
    /// Sets a container's network up itself, between Create and Start.
    V28_5("docker-28.5", Release.V2_1);

    private final String part;
    private final Release containerd;

    DockerRelease(String part, Release containerd) {
        this.part = part;
        this.containerd = containerd;
    }

    /// The part's name, as `scripts/fetch-peers` lists it.
    String part() {
        return part;
    }

    /// The containerd that it runs on.
    ///
    /// @return the line
    public Release containerd() {
        return containerd;
    }

    @Override
    public String toString() {
        return part;
    }
}
