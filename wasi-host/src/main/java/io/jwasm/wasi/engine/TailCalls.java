package io.jwasm.wasi.engine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import java.util.HashSet;
import java.util.Set;

/// Finds the functions that make tail calls.
///
/// The engine's compiler makes a plain call of each, so that a loop of tail calls exhausts the
/// stack, which the
/// [proposal](https://github.com/WebAssembly/tail-call/blob/main/proposals/tail-call/Overview.md)
/// rules out; its interpreter does them right.
final class TailCalls {

    private TailCalls() {}

    /// The indices of the functions; empty for most modules.
    static Set<Integer> functions(WasmModule module) {
        Set<Integer> found = new HashSet<>();
        CodeSection code = module.codeSection();
        int imported = module.importSection().count(ExternalType.FUNCTION);
        for (int i = 0; i < code.functionBodyCount(); i++) {
            if (makesTailCalls(code.getFunctionBody(i))) {
                found.add(imported + i);
            }
        }
        return found;
    }

    private static boolean makesTailCalls(FunctionBody body) {
        for (AnnotatedInstruction instruction : body.instructions()) {
            boolean isTailCall =
                    switch (instruction.opcode()) {
                        case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> true;
                        default -> false;
                    };
            if (isTailCall) {
                return true;
            }
        }
        return false;
    }
}
