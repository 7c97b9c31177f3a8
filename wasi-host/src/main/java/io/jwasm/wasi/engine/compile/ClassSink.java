package io.jwasm.wasi.engine.compile;

import java.io.IOException;

/// Takes the classes of a module one by one, as they are compiled.
@FunctionalInterface
public interface ClassSink {

    /// Takes a class file.
    ///
    /// @param name the class's binary name
    /// @param bytes the file
    /// @throws IOException when it cannot be kept
    void add(String name, byte[] bytes) throws IOException;
}
