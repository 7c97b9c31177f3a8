package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.spec.LinuxSpec;
import io.jwasm.bundle.spec.NamespaceSpec;
import io.jwasm.bundle.spec.NamespaceType;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.namespace.Loopback;
import io.jwasm.linux.namespace.Namespace;
import java.util.List;
import java.util.Optional;

/// Puts the calling thread into the network namespace that a container asks for. Sockets that the
/// thread opens live there, and so does the anchor that it spawns.
final class NetworkNamespace {

    private NetworkNamespace() {}

    /// Enters the namespace, a new one when it has no path, none when the specification names none.
    ///
    /// @param linux the specification
    /// @throws ShimException when it cannot be made or entered
    static void enter(LinuxSpec linux) {
        Optional<NamespaceSpec> network = linux.namespace(NamespaceType.NETWORK);
        if (network.isEmpty()) {
            return;
        }
        String path = network.get().path();
        try {
            if (network.get().isNew()) {
                Namespace.unshare(List.of(Namespace.NETWORK));
                Loopback.bringUp(); // As runc does: a new namespace has it switched off.
            } else {
                Namespace.NETWORK.enter(path);
            }
        } catch (ErrnoException failure) {
            throw Failures.of("network namespace \"%s\"".formatted(path), failure);
        }
    }
}
