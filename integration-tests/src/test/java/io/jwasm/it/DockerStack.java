package io.jwasm.it;

import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.peer.Setup;
import org.jspecify.annotations.Nullable;

/// A dockerd on a containerd with a shim, and the probe image loaded; it starts when a test first
/// asks for it. Thread-safe.
final class DockerStack implements AutoCloseable {
    private final DockerRelease release;
    private final Stack stack;
    private @Nullable Dockerd started;

    DockerStack(Shim shim, DockerRelease release) {
        this(shim, release, Setup::docker);
    }

    DockerStack(Shim shim, DockerRelease release, Stack.Kind kind) {
        this.release = release;
        this.stack = new Stack(shim, release.containerd(), kind);
    }

    Stack stack() {
        return stack;
    }

    synchronized Dockerd dockerd() {
        Dockerd dockerd = started;
        if (dockerd == null) {
            dockerd = Dockerd.start(release, stack.containerd());
            started = dockerd;
            dockerd.docker("load", "--input", stack.archive().toString()).orThrow();
        }
        return dockerd;
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
        }
        stack.close();
    }

    @Override
    public String toString() {
        return release + ", " + stack;
    }
}
