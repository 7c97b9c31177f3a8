package io.jwasm.wasi.engine.compile;

import org.jspecify.annotations.Nullable;

/// Where the classes of a compiled module come from. Thread-safe.
@FunctionalInterface
public interface ClassSource {

    /// Reads a class file.
    ///
    /// @param name the class's binary name
    /// @return its bytes; null when there is no such class
    byte @Nullable [] read(String name);
}
