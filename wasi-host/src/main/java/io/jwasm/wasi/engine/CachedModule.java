package io.jwasm.wasi.engine;

import java.time.Instant;

/// A compiled module on disk, as people ask for it. Immutable.
///
/// @param digest the SHA-256 digest of the module's file
/// @param sizeBytes what the entry takes on disk
/// @param lastUsed when a container last started from it, to the hour
public record CachedModule(String digest, long sizeBytes, Instant lastUsed) {}
