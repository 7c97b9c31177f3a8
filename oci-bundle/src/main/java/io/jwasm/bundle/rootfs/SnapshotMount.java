package io.jwasm.bundle.rootfs;

import java.util.List;

/// One of the mounts that make up a root filesystem, as containerd's snapshotter hands them out.
///
/// @param type the file system's type, such as `overlay` or `bind`
/// @param source the device, directory or name
/// @param target where in the root filesystem it goes, or empty for the root itself
/// @param options options as mount(8) spells them, one each
public record SnapshotMount(String type, String source, String target, List<String> options) {

    /// Copies the options.
    public SnapshotMount {
        options = List.copyOf(options);
    }

    /// Whether this is the root itself and not something mounted in it.
    boolean isRoot() {
        return target.isEmpty() || target.equals("/");
    }
}
