package io.jwasm.wasi.host;

import java.util.List;
import java.util.Optional;

/// The host functions offered to one guest. Confined to the guest's thread, as its functions are.
public interface HostFunctions extends AutoCloseable {

    /// Finds the function for an import.
    ///
    /// @param module the import's module name
    /// @param name the import's name
    /// @param parameters the parameter types it is imported with
    /// @param result the result type it is imported with
    /// @return the function; empty when nothing of that module, name and type is offered
    Optional<HostFunction> find(
            String module, String name, List<ValueType> parameters, Optional<ValueType> result);

    /// Tells whether anything of that module and name is offered, whatever its type; for messages.
    ///
    /// @param module the import's module name
    /// @param name the import's name
    /// @return true when only the type was at fault
    boolean offers(String module, String name);

    /// The module names under which functions are offered; for messages.
    ///
    /// @return such as `wasi_snapshot_preview1`
    default List<String> modules() {
        return List.of();
    }

    /// Gives back what the functions hold: descriptors, buffers.
    @Override
    void close();
}
