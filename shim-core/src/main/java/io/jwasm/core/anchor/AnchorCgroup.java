package io.jwasm.core.anchor;

import io.jwasm.api.error.ShimException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.cgroup.Cgroup;
import io.jwasm.linux.cgroup.CgroupPath;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control group of a container, which holds its anchor, so that whoever looks for the
/// container there finds it. The guest's limits are not the kernel's business: a quota on a thread
/// of the JVM would stop all of them at the next collection.
///
/// Confined to the container's thread.
final class AnchorCgroup implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AnchorCgroup.class);

    /// A daemon without privilege, or in a container of its own, has no say in control groups;
    /// nothing that is promised depends on them.
    private static final Set<Integer> MISSING_PRIVILEGE =
            Set.of(Errno.EROFS, Errno.EPERM, Errno.EACCES);

    private @Nullable Cgroup group;

    /// Whether the daemon is in it too, and removes it when it ends.
    private final boolean isDaemons;

    private AnchorCgroup(@Nullable Cgroup group, boolean isDaemons) {
        this.group = group;
        this.isDaemons = isDaemons;
    }

    /// Makes the group and moves the anchor into it.
    ///
    /// @param cgroupsPath what the configuration says, or empty for none
    /// @param host knows the control groups of the host and the daemon's own
    /// @param anchorPid the anchor
    /// @return the group
    /// @throws ShimException.InvalidArgument when the path is none
    /// @throws ErrnoException when the kernel refuses it
    static AnchorCgroup place(String cgroupsPath, AnchorHost host, int anchorPid)
            throws ErrnoException {
        if (cgroupsPath.isEmpty()) {
            return new AnchorCgroup(null, false);
        }
        CgroupPath path = parse(cgroupsPath);
        try {
            Cgroup made = host.cgroups().make(path);
            boolean isDaemons = host.ownCgroup().isSame(made.directories());
            return new AnchorCgroup(made, isDaemons).with(anchorPid);
        } catch (ErrnoException failure) {
            if (!MISSING_PRIVILEGE.contains(failure.errno())) {
                throw failure;
            }
            host.news().execute(() -> log.warn("cgroup \"{}\" is not made", path, failure));
            return new AnchorCgroup(null, false);
        }
    }

    private static CgroupPath parse(String cgroupsPath) {
        try {
            return CgroupPath.parse(cgroupsPath);
        } catch (IllegalArgumentException malformed) {
            throw new ShimException.InvalidArgument(
                    "config.json: linux.cgroupsPath: " + malformed.getMessage(), malformed);
        }
    }

    private AnchorCgroup with(int pid) throws ErrnoException {
        try {
            if (group != null) {
                group.add(pid);
            }
            return this;
        } catch (ErrnoException failure) {
            close();
            throw failure;
        }
    }

    /// What is to be removed when this daemon cannot do it any more.
    List<String> directories() {
        return group == null ? List.of() : group.directories();
    }

    /// Removes the group, once its anchor is gone. A second call does nothing.
    @Override
    public void close() throws ErrnoException {
        Cgroup made = group;
        group = null;
        if (made != null && !isDaemons) {
            made.remove();
        }
    }
}
