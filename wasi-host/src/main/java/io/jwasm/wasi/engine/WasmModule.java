package io.jwasm.wasi.engine;

import java.util.List;

/// A module that has been decoded and validated. Immutable.
public interface WasmModule {

    /// The SHA-256 digest of the module's bytes.
    ///
    /// @return 64 hexadecimal digits
    String digest();

    /// What the module imports, in order, each as `module.name`.
    ///
    /// @return the imports
    List<String> imports();

    /// The functions that the module exports.
    ///
    /// @return their names
    List<String> exportedFunctions();

    /// The linear memories that the module has, without imported ones.
    ///
    /// @return their sizes, in order
    List<MemoryRange> memories();

    /// How large a linear memory is.
    ///
    /// @param initialBytes what it has at the start
    /// @param maximumBytes how far it may grow, 4 GiB where the module sets no bound
    record MemoryRange(long initialBytes, long maximumBytes) {}
}
