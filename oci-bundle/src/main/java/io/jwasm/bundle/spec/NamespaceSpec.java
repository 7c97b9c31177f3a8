package io.jwasm.bundle.spec;

/// A namespace that a container is in,
/// [namespaces](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#namespaces).
///
/// @param type its type
/// @param path the namespace to join, such as `/proc/42/ns/net`, or empty for a new one
public record NamespaceSpec(NamespaceType type, String path) {

    /// Tells a namespace to be made from one to be joined.
    ///
    /// @return whether it is to be made
    public boolean isNew() {
        return path.isEmpty();
    }
}
