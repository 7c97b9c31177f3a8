package io.jwasm.core.config;

import org.jspecify.annotations.Nullable;

/// What a guest may hold. Immutable.
///
/// @param defaultBytes the limit of a container that has none of its own
/// @param maxBytes the limit that none may exceed
public record MemoryConfig(long defaultBytes, long maxBytes) {

    /// The limit of a container.
    ///
    /// @param askedBytes what its specification asks for; none when null, zero or negative
    /// @return the limit in bytes
    public long limitBytes(@Nullable Long askedBytes) {
        return Math.min(
                askedBytes == null || askedBytes <= 0 ? defaultBytes : askedBytes, maxBytes);
    }
}
