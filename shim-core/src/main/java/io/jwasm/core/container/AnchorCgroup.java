package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.cgroup.Cgroup;
import io.jwasm.linux.cgroup.CgroupHost;
import io.jwasm.linux.cgroup.CgroupPath;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
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

    private AnchorCgroup(@Nullable Cgroup group) {
        this.group = group;
    }

    /// Makes the group and moves the anchor into it.
    ///
    /// @param cgroupsPath what the configuration says, or empty for none
    /// @param host the control groups of the host
    /// @param anchorPid the anchor
    /// @param news runs what may wake other threads
    /// @return the group
    /// @throws ShimException.InvalidArgument when the path is none
    /// @throws ErrnoException when the kernel refuses it
    static AnchorCgroup place(String cgroupsPath, CgroupHost host, int anchorPid, Executor news)
            throws ErrnoException {
        if (cgroupsPath.isEmpty()) {
            return new AnchorCgroup(null);
        }
        CgroupPath path = parse(cgroupsPath);
        try {
            return new AnchorCgroup(host.make(path)).with(anchorPid);
        } catch (ErrnoException failure) {
            if (!MISSING_PRIVILEGE.contains(failure.errno())) {
                throw failure;
            }
            news.execute(() -> log.warn("cgroup \"{}\" is not made", path, failure));
            return new AnchorCgroup(null);
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
        if (made != null) {
            made.remove();
        }
    }
}
