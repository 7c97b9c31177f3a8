package io.jwasm.core.anchor;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.NamespaceSpec;
import io.jwasm.bundle.spec.NamespaceType;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.core.error.Failures;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.namespace.HostName;
import io.jwasm.linux.namespace.Loopback;
import io.jwasm.linux.namespace.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The namespaces that a container asks for. The calling thread goes into them, and so does the
/// anchor that it spawns, by which others find them.
///
/// Mount, user and cgroup namespaces mean nothing to an anchor, which has no files: the guest's are
/// those that it is granted.
final class AnchorNamespaces {

    private static final Map<NamespaceType, Namespace> OF_THREAD =
            Map.of(
                    NamespaceType.NETWORK, Namespace.NETWORK,
                    NamespaceType.UTS, Namespace.UTS,
                    NamespaceType.IPC, Namespace.IPC);

    private AnchorNamespaces() {}

    /// Takes the calling thread into the network, UTS and IPC namespaces: new ones, or those at the
    /// given paths. The sockets that it opens from then on are the container's.
    ///
    /// @param spec the container's configuration
    /// @throws ShimException when one cannot be made or entered
    static void enter(RuntimeSpec spec) {
        for (NamespaceSpec wanted : spec.linux().namespaces()) {
            Namespace kind = OF_THREAD.get(wanted.type());
            if (kind != null) {
                enter(wanted, kind, spec.hostname());
            }
        }
    }

    private static void enter(NamespaceSpec wanted, Namespace kind, String hostName) {
        try {
            if (!wanted.isNew()) {
                kind.enter(wanted.path());
                return;
            }
            Namespace.unshare(List.of(kind));
            if (kind == Namespace.NETWORK) {
                Loopback.bringUp(); // As runc does: a new namespace has it switched off.
            } else if (kind == Namespace.UTS && !hostName.isEmpty()) {
                HostName.set(hostName);
            }
        } catch (ErrnoException failure) {
            throw failed(wanted, failure);
        }
    }

    /// Spawns something in the PID namespace, where the calling thread itself cannot go.
    ///
    /// @param spec the container's configuration
    /// @param spawner spawns it
    /// @param <T> what is spawned
    /// @return what the spawner answered
    /// @throws ErrnoException when it fails
    /// @throws ShimException when the namespace cannot be made or entered
    static <T> T spawnInside(RuntimeSpec spec, Spawner<T> spawner) throws ErrnoException {
        Optional<NamespaceSpec> wanted = spec.linux().namespace(NamespaceType.PID);
        if (wanted.isEmpty()) {
            return spawner.spawn();
        }
        try {
            if (wanted.get().isNew()) {
                Namespace.unshare(List.of(Namespace.PID));
            } else {
                Namespace.PID.enter(wanted.get().path());
            }
        } catch (ErrnoException failure) {
            throw failed(wanted.get(), failure);
        }
        try {
            return spawner.spawn();
        } finally {
            // The thread could make no other thread until it is back.
            Namespace.PID.enter(Namespace.PID.pathOfCurrentThread());
        }
    }

    /// Spawns a process as a child of the calling thread.
    ///
    /// @param <T> what it answers
    @FunctionalInterface
    interface Spawner<T> {
        T spawn() throws ErrnoException;
    }

    private static ShimException failed(NamespaceSpec wanted, ErrnoException failure) {
        String name = wanted.type().specName();
        return Failures.of(
                wanted.isNew()
                        ? "new %s namespace".formatted(name)
                        : "%s namespace \"%s\"".formatted(name, wanted.path()),
                failure);
    }
}
