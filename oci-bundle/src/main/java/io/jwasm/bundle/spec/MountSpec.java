package io.jwasm.bundle.spec;

import java.util.List;

/// A mount of the configuration,
/// [mounts](https://github.com/opencontainers/runtime-spec/blob/main/config.md#mounts).
///
/// @param destination where in the container: absolute, without `.`, `..` and empty parts
/// @param type the filesystem type, `bind` for a bind mount, or empty
/// @param source the directory, file or device, or empty
/// @param options mount options in order
public record MountSpec(String destination, String type, String source, List<String> options) {

    /// Copies the options.
    public MountSpec {
        options = List.copyOf(options);
    }

    /// Tells a bind mount, which is one by its type or by an option, as [the
    /// specification](https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-mount-options)
    /// has it.
    ///
    /// @return whether it lays a file or directory of the host into the container
    public boolean isBind() {
        return "bind".equals(type) || options.contains("bind") || options.contains("rbind");
    }

    /// Tells whether the container may not write there; the later of `ro` and `rw` counts.
    ///
    /// @return whether the mount is read-only
    public boolean isReadonly() {
        return options.lastIndexOf("ro") > options.lastIndexOf("rw")
                || options.lastIndexOf("rro") > options.lastIndexOf("rw");
    }
}
