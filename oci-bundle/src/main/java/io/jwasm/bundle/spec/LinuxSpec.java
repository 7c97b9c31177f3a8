package io.jwasm.bundle.spec;

import java.util.List;
import java.util.Optional;

/// What is particular to Linux,
/// [config-linux](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md).
///
/// @param namespaces the namespaces that are not the runtime's own, each type once
/// @param cgroupsPath the cgroup: a path below the hierarchy, `slice:prefix:name` for systemd, or
///   empty
/// @param resources limits
/// @param hasSeccomp whether a seccomp profile is given
/// @param maskedPaths paths of the container that are to be hidden
/// @param readonlyPaths paths of the container that are to be read-only
public record LinuxSpec(
        List<NamespaceSpec> namespaces,
        String cgroupsPath,
        ResourcesSpec resources,
        boolean hasSeccomp,
        List<String> maskedPaths,
        List<String> readonlyPaths) {

    /// The runtime's own namespaces and no limits.
    public static final LinuxSpec NONE =
            new LinuxSpec(List.of(), "", ResourcesSpec.NONE, false, List.of(), List.of());

    /// Copies the lists.
    public LinuxSpec {
        namespaces = List.copyOf(namespaces);
        maskedPaths = List.copyOf(maskedPaths);
        readonlyPaths = List.copyOf(readonlyPaths);
    }

    /// Looks a namespace up.
    ///
    /// @param type its type
    /// @return the namespace, or empty when the container stays in the runtime's own
    public Optional<NamespaceSpec> namespace(NamespaceType type) {
        return namespaces.stream().filter(namespace -> namespace.type() == type).findFirst();
    }

    /// Replaces the limits.
    ///
    /// @param replacement the limits to have instead
    /// @return a copy with these limits
    public LinuxSpec withResources(ResourcesSpec replacement) {
        return new LinuxSpec(
                namespaces, cgroupsPath, replacement, hasSeccomp, maskedPaths, readonlyPaths);
    }
}
