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
}
