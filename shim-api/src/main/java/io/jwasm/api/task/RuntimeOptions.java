package io.jwasm.api.task;

import java.nio.ByteBuffer;

/// The options a client gives for the runtime, still in their wire form.
///
/// @param typeUrl the message's type, such as `runtimeoptions.v1.Options`; empty when none were
///   given
/// @param value the serialised message, read-only
public record RuntimeOptions(String typeUrl, ByteBuffer value) {

    /// No options.
    public static final RuntimeOptions NONE = new RuntimeOptions("", ByteBuffer.allocate(0));

    /// Makes the value read-only.
    public RuntimeOptions {
        value = value.asReadOnlyBuffer();
    }

    /// The serialised message.
    ///
    /// @return a read-only view with a position of its own
    @Override
    public ByteBuffer value() {
        return value.duplicate();
    }
}
