package io.jwasm.bundle.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A container's configuration,
/// [config.json](https://github.com/opencontainers/runtime-spec/blob/main/config.md). Immutable.
///
/// @param ociVersion the version of the specification it follows
/// @param process the process to run
/// @param root the root filesystem
/// @param hostname the host name in the container's UTS namespace, or empty
/// @param mounts what to mount over the root filesystem, in order
/// @param hooks commands to run at points of the life cycle
/// @param annotations arbitrary metadata, in the order of the file
/// @param linux what is particular to Linux
public record RuntimeSpec(
        String ociVersion,
        ProcessSpec process,
        RootSpec root,
        String hostname,
        List<MountSpec> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        LinuxSpec linux) {

    /// Copies the collections.
    public RuntimeSpec {
        mounts = List.copyOf(mounts);
        SequencedMap<String, String> copy = new LinkedHashMap<>(annotations);
        annotations = Collections.unmodifiableSequencedMap(copy);
    }

    /// Makes the least configuration that runs a process in a root filesystem: root's user, no
    /// mounts, no namespaces.
    ///
    /// @param process the process
    /// @param root the root filesystem
    /// @return the configuration
    public static RuntimeSpec of(ProcessSpec process, RootSpec root) {
        return new RuntimeSpec(
                SpecWriter.OCI_VERSION,
                process,
                root,
                "",
                List.of(),
                Hooks.NONE,
                Map.of(),
                LinuxSpec.NONE);
    }

    /// Replaces the mounts.
    ///
    /// @param replacement the mounts to have instead
    /// @return a copy with these mounts
    public RuntimeSpec withMounts(List<MountSpec> replacement) {
        return new RuntimeSpec(
                ociVersion, process, root, hostname, replacement, hooks, annotations, linux);
    }

    /// Replaces the annotations.
    ///
    /// @param replacement the annotations to have instead
    /// @return a copy with these annotations
    public RuntimeSpec withAnnotations(Map<String, String> replacement) {
        return new RuntimeSpec(
                ociVersion, process, root, hostname, mounts, hooks, replacement, linux);
    }

    /// Replaces what is particular to Linux.
    ///
    /// @param replacement what to have instead
    /// @return a copy with it
    public RuntimeSpec withLinux(LinuxSpec replacement) {
        return new RuntimeSpec(
                ociVersion, process, root, hostname, mounts, hooks, annotations, replacement);
    }
}
