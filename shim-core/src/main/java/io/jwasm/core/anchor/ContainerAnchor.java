package io.jwasm.core.anchor;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.Signal;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The anchor of one container: a process in the container's namespaces and in its control group.
///
/// Spawned on the container's thread; closed while that thread waits.
public final class ContainerAnchor implements AutoCloseable {

    private final ContainerId id;
    private final AnchorHost host;
    private @Nullable TaskAnchor anchor;
    private @Nullable AnchorCgroup cgroup;

    /// Creates the anchor, without a process.
    ///
    /// @param id the container
    /// @param host what all anchors stand on
    public ContainerAnchor(ContainerId id, AnchorHost host) {
        this.id = id;
        this.host = host;
    }

    /// Takes the calling thread into the container's namespaces, and spawns the process there, to
    /// live no longer than the thread. When it fails, [#close] gives back what there is by then.
    ///
    /// @param spec the container's configuration
    /// @param terminal the terminal whose session the process is to lead, or null for none
    /// @param onEnd called at most once, when the process ends before [#close], with the signal
    ///   that it stands for; must not block
    /// @return what is to be on record
    /// @throws ErrnoException when the kernel refuses the process or its control group
    /// @throws ShimException when the configuration cannot be obeyed
    public Anchored spawn(RuntimeSpec spec, @Nullable HostFd terminal, Consumer<Signal> onEnd)
            throws ErrnoException {
        AnchorNamespaces.enter(spec);
        TaskAnchor spawned =
                AnchorNamespaces.spawnInside(
                        spec, () -> TaskAnchor.spawn(id, host, terminal, onEnd));
        anchor = spawned;
        AnchorCgroup placed =
                AnchorCgroup.place(spec.linux().cgroupsPath(), host, spawned.identity().pid());
        cgroup = placed;
        return new Anchored(spawned.identity(), placed.directories());
    }

    /// Ends the process and removes its control group. A second call does nothing.
    ///
    /// @throws ErrnoException when the kernel refuses
    @Override
    public void close() throws ErrnoException {
        TaskAnchor spawned = anchor;
        if (spawned != null) {
            spawned.close();
        }
        AnchorCgroup placed = cgroup;
        if (placed != null) {
            placed.close();
        }
    }
}
