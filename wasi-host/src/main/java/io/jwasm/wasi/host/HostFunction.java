package io.jwasm.wasi.host;

import java.util.List;
import java.util.Optional;

/// A function of the host that a guest imports.
///
/// @param module the import's module name, such as `wasi_snapshot_preview1`
/// @param name the import's name
/// @param parameters the parameter types; two functions may differ in these alone
/// @param result the result type; empty for none
/// @param body what it does
public record HostFunction(
        String module,
        String name,
        List<ValueType> parameters,
        Optional<ValueType> result,
        Body body) {

    /// Copies the parameters.
    public HostFunction {
        parameters = List.copyOf(parameters);
    }

    /// What a host function does. Confined to the guest's thread.
    @FunctionalInterface
    public interface Body {

        /// Serves one call.
        ///
        /// @param memory the caller's memory
        /// @param args the arguments, an i32 in the low half of its element
        /// @return the result; ignored when the function has none
        /// @throws GuestEnd to unwind the guest
        long call(GuestMemory memory, long[] args);
    }
}
