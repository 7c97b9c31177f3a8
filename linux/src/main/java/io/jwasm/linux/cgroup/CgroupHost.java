package io.jwasm.linux.cgroup;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.KernelFile;
import java.util.List;
import java.util.Optional;

/// The control groups that this host offers. Immutable.
///
/// A host that has v1 hierarchies counts as v1, also when a v2 one is mounted beside them: clients
/// decide by the same rule which metrics they expect.
public final class CgroupHost {

    private static final String MOUNTS = "/proc/self/mountinfo";

    private final List<Hierarchy> hierarchies;

    private CgroupHost(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /// Looks at the mounts of this process.
    ///
    /// @return what there is
    /// @throws ErrnoException when they cannot be read
    public static CgroupHost detect() throws ErrnoException {
        return of(KernelFile.read(MOUNTS));
    }

    /// Looks at the text of `/proc/PID/mountinfo`.
    static CgroupHost of(String mountInfo) {
        List<Hierarchy> all = MountInfo.hierarchies(mountInfo);
        List<Hierarchy> v1 = all.stream().filter(h -> h.version() == CgroupVersion.V1).toList();
        return new CgroupHost(v1.isEmpty() ? all.stream().limit(1).toList() : v1);
    }

    /// The interface that the host uses.
    ///
    /// @return empty when no hierarchy is mounted
    public Optional<CgroupVersion> version() {
        return hierarchies.stream().map(Hierarchy::version).findFirst();
    }

    /// Makes a group in every hierarchy, its parents too where they are missing.
    ///
    /// @param path the group's path below each hierarchy's mount point
    /// @return the group; without directories when the host has no hierarchy
    /// @throws ErrnoException when a directory cannot be made; then nothing of it is left but
    ///   parents
    public Cgroup make(CgroupPath path) throws ErrnoException {
        return Cgroup.make(hierarchies, path);
    }

    /// The group that all others are in, as far as this process sees.
    ///
    /// @return a group whose directories are the mount points
    public Cgroup root() {
        return Cgroup.root(hierarchies);
    }

    List<Hierarchy> hierarchies() {
        return hierarchies;
    }

    @Override
    public String toString() {
        return version().map(v -> "cgroup " + v).orElse("no cgroups") + " " + hierarchies;
    }
}
