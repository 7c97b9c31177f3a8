package io.jwasm.core.state;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.cgroup.Cgroup;
import io.jwasm.linux.cgroup.CgroupHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// The control group that the launcher has made for this daemon and started it in, which is that of
/// its first container too. Immutable.
///
/// @param directories its directories, none for a daemon that is wherever containerd is
public record OwnCgroup(List<String> directories) {

    /// Copies the list.
    public OwnCgroup {
        directories = List.copyOf(directories);
    }

    /// Reads what the launcher has written.
    ///
    /// @param state the daemon's directory
    /// @return the group
    /// @throws IOException when the file cannot be read
    public static OwnCgroup of(StateDirectory state) throws IOException {
        try {
            return new OwnCgroup(Files.readAllLines(state.cgroupFile()));
        } catch (NoSuchFileException _) {
            return new OwnCgroup(List.of());
        }
    }

    /// Whether a container's group is this one, which then lives as long as the daemon.
    ///
    /// @param others the directories of the container's
    /// @return true when they are the same
    public boolean isSame(List<String> others) {
        return !directories.isEmpty() && directories.containsAll(others);
    }

    /// Leaves the group and removes it.
    ///
    /// @param pid this process
    /// @throws ErrnoException when the kernel refuses it
    public void remove(int pid) throws ErrnoException {
        if (!directories.isEmpty()) {
            CgroupHost.detect().root().add(pid);
            Cgroup.remove(directories);
        }
    }
}
