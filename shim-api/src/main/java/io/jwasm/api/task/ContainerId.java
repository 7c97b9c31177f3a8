package io.jwasm.api.task;

/// The id of a container, unique within its namespace.
///
/// @param value 1 to 76 letters and digits joined by `.`, `_` or `-`, as containerd's
///   `pkg/identifiers` has it, so that it is safe as one path component
public record ContainerId(String value) {

    /// Checks the id.
    ///
    /// @throws io.jwasm.api.error.ShimException.InvalidArgument when the id is not well formed
    public ContainerId {
        Identifiers.check("container id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
