package io.jwasm.api.task;

import java.util.List;

/// One mount of the snapshot that makes up a container's root filesystem, `containerd.types.Mount`.
///
/// @param type the filesystem type: `overlay`, `bind`, …
/// @param source the source: a directory, a device, or the type's name again
/// @param target where below the root filesystem it goes; empty for the root itself
/// @param options mount options as `mount(8)` spells them, in order
public record SnapshotMount(String type, String source, String target, List<String> options) {

    /// Copies the options.
    public SnapshotMount {
        options = List.copyOf(options);
    }
}
