package io.jwasm.api.task;

import java.nio.ByteBuffer;

/// Changed limits of a container, still in their wire form: the `linux.resources` object of the
/// [runtime
/// specification](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups)
/// as JSON.
///
/// @param json the document, read-only; what it leaves out stays as it is
public record ResourceUpdate(ByteBuffer json) {

    /// Makes the document read-only.
    public ResourceUpdate {
        json = json.asReadOnlyBuffer();
    }

    /// The document.
    ///
    /// @return a read-only view with a position of its own
    @Override
    public ByteBuffer json() {
        return json.duplicate();
    }
}
