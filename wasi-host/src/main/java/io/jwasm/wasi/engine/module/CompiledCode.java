package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

/// A module's code as Java classes. Thread-safe.
public interface CompiledCode {

    /// Makes the machine of one instance.
    ///
    /// @param instance an instance of the module
    /// @return what runs its functions
    Machine machine(Instance instance);

    /// Tells whether a function was left to the interpreter.
    ///
    /// @param function the function's index, imported ones counted
    /// @return whether it was
    boolean isInterpreted(int function);
}
