package io.jwasm.bundle.spec;

import java.util.Locale;
import java.util.Optional;

/// The types of namespaces,
/// [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html).
public enum NamespaceType {
    /// Process ids.
    PID,
    /// Network devices, addresses, ports.
    NETWORK,
    /// Mount points.
    MOUNT,
    /// System V IPC and POSIX message queues.
    IPC,
    /// Host name and domain name.
    UTS,
    /// User and group ids.
    USER,
    /// The cgroup root.
    CGROUP,
    /// Boot and monotonic clocks.
    TIME;

    /// Finds a type by the name that the specification gives it.
    ///
    /// @param name such as `network`
    /// @return the type, or empty when there is none of that name
    public static Optional<NamespaceType> find(String name) {
        for (NamespaceType type : values()) {
            if (type.specName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The name that the specification gives it.
    ///
    /// @return such as `network`
    public String specName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
