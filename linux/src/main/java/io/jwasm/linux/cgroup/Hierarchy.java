package io.jwasm.linux.cgroup;

import java.util.List;

/// A mounted hierarchy.
///
/// @param version its interface
/// @param mountPoint where it is mounted
/// @param controllers the controllers of a v1 hierarchy, `name=systemd` for one without; empty for
///   v2
record Hierarchy(CgroupVersion version, String mountPoint, List<String> controllers) {

    Hierarchy {
        controllers = List.copyOf(controllers);
    }
}
