package io.jwasm.api.task;

/// The id of an exec process, unique within its container.
///
/// @param value 1 to 76 letters and digits joined by `.`, `_` or `-`
public record ExecId(String value) {

    /// Checks the id.
    ///
    /// @throws io.jwasm.api.error.ShimException.InvalidArgument when the id is not well formed
    public ExecId {
        Identifiers.check("exec id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
