package io.jwasm.wasi.engine;

import java.nio.file.Path;

/// Where compiled modules are kept on disk. Immutable.
///
/// @param directory the directory, which is made if it is not there
/// @param maxBytes how much is kept at the most, the least recently used goes first
public record CacheConfig(Path directory, long maxBytes) {

    /// How much is kept when nobody says otherwise, 1 GiB: some fifty programs of CPython's size.
    public static final long DEFAULT_MAX_BYTES = 1L << 30;

    /// Checks the values.
    public CacheConfig {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("cache directory " + directory + " is not absolute");
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("cache of " + maxBytes + " bytes");
        }
    }
}
