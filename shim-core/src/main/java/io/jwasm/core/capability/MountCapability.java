package io.jwasm.core.capability;

import java.util.List;

/// One mount of config.json, as a guest gets it. Immutable.
public sealed interface MountCapability {

    /// Where the guest finds it.
    ///
    /// @return an absolute path without `.`, `..` and empty parts
    String destination();

    /// A directory or file of the host.
    ///
    /// @param destination where the guest finds it
    /// @param source where it is on the host, absolute
    /// @param options mount options; `ro`, `nosuid`, `noexec` and their kin are kept by the kernel
    /// @param isReadOnly whether the options say so
    record Bind(String destination, String source, List<String> options, boolean isReadOnly)
            implements MountCapability {

        /// Copies the options.
        public Bind {
            options = List.copyOf(options);
            if (!source.startsWith("/")) {
                throw new IllegalArgumentException("source \"" + source + "\" is not absolute");
            }
        }
    }

    /// A file system in memory that nobody else sees.
    ///
    /// @param destination where the guest finds it
    /// @param options mount options and those of tmpfs, such as `size=1m`
    record Temporary(String destination, List<String> options) implements MountCapability {

        /// Copies the options.
        public Temporary {
            options = List.copyOf(options);
        }
    }

    /// A file system in memory with the devices that do nothing but give and take bytes: `null`,
    /// `zero`, `full`, `random`, `urandom`.
    ///
    /// @param destination where the guest finds it, `/dev`
    /// @param options mount options and those of tmpfs
    record Devices(String destination, List<String> options) implements MountCapability {

        /// Copies the options.
        public Devices {
            options = List.copyOf(options);
        }
    }

    /// What a guest does not get, because it shows the daemon or the host and not the guest.
    ///
    /// @param destination where it would be
    /// @param type the file system's type
    record Withheld(String destination, String type) implements MountCapability {}
}
