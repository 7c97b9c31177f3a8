package io.jwasm.wasi.engine.compile;

import io.jwasm.wasi.engine.module.SharedModule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps what was compiled. Thread-safe.
@FunctionalInterface
public interface CompiledStore {

    /// The part that is the module itself, without the functions that were compiled. No class is
    /// called like that.
    String MODULE = "/module";

    /// Keeps a module that was just compiled.
    ///
    /// @param module the module
    /// @param interpreted the functions that were left to the interpreter
    /// @param parts its classes by their binary names, and [#MODULE]
    /// @return what is left of the module in memory, when all else can be read from the store;
    ///   empty when it is not kept
    Optional<SharedModule.Contents> keep(
            SharedModule module, Set<Integer> interpreted, Map<String, byte[]> parts);
}
