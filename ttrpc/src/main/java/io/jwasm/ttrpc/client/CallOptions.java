package io.jwasm.ttrpc.client;

import io.jwasm.ttrpc.Metadata;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What goes with a call beside its request. Immutable.
///
/// @param timeout time for the whole call, kept by both sides; null for no limit
/// @param metadata pairs for the server
public record CallOptions(@Nullable Duration timeout, Metadata metadata) {

    /// No limit, no metadata.
    public static final CallOptions NONE = new CallOptions(null, Metadata.EMPTY);

    /// Checks the components.
    ///
    /// @param timeout time for the whole call; null for no limit
    /// @param metadata pairs for the server
    public CallOptions {
        Objects.requireNonNull(metadata, "metadata");
    }

    /// Returns options that differ in the timeout.
    ///
    /// @param limit time for the whole call; zero or less fails the call at once
    /// @return new options
    public CallOptions withTimeout(Duration limit) {
        return new CallOptions(limit, metadata);
    }

    /// Returns options that differ in the metadata.
    ///
    /// @param pairs pairs for the server
    /// @return new options
    public CallOptions withMetadata(Metadata pairs) {
        return new CallOptions(timeout, pairs);
    }
}
