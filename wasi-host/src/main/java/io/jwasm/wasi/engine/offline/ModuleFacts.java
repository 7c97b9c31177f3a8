package io.jwasm.wasi.engine.offline;

import io.jwasm.wasi.engine.WasmModule;
import java.util.List;
import java.util.Optional;

/// What can be said of a module before it runs. Immutable.
///
/// @param module what it imports and exports
/// @param sizeBytes the size of its file
/// @param proposals what it uses beyond the first version of WebAssembly, as people call it
/// @param isCached whether containers start from its compiled code on disk
/// @param interpreted the functions that the compiler leaves to the interpreter; empty when it has
///   not been asked
public record ModuleFacts(
        WasmModule module,
        int sizeBytes,
        List<String> proposals,
        boolean isCached,
        Optional<Interpreted> interpreted) {

    /// Functions that are interpreted although the module is compiled.
    ///
    /// @param tooLarge those that fit no Java method, by name
    /// @param tailCallers those that make tail calls, by name
    public record Interpreted(List<String> tooLarge, List<String> tailCallers) {

        /// Copies the lists.
        public Interpreted {
            tooLarge = List.copyOf(tooLarge);
            tailCallers = List.copyOf(tailCallers);
        }

        /// How many there are.
        ///
        /// @return the number
        public int count() {
            return tooLarge.size() + tailCallers.size();
        }
    }

    /// Copies the list.
    public ModuleFacts {
        proposals = List.copyOf(proposals);
    }
}
