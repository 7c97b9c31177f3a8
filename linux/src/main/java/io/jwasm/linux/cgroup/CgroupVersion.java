package io.jwasm.linux.cgroup;

/// The two interfaces of control groups,
/// [cgroups(7)](https://man7.org/linux/man-pages/man7/cgroups.7.html).
public enum CgroupVersion {
    /// A hierarchy for each controller, or for some together.
    V1,
    /// One unified hierarchy.
    V2
}
