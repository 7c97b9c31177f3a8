package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.HashSet;
import java.util.Set;

/// What a module's code contains that only one of the engine's two ways of running does right.
///
/// Immutable.
///
/// @param tailCallers the functions that make tail calls. The compiler makes a plain call of each,
///   so that a loop of tail calls exhausts the stack, which the
///   [proposal](https://github.com/WebAssembly/tail-call/blob/main/proposals/tail-call/Overview.md)
///   rules out; the interpreter does them right
/// @param catchesExceptions whether there is a `try_table`. After each catch the interpreter goes
///   on in the frame of the function that threw, so that a loop of throws exhausts the stack;
///   compiled code does them right
/// @param usesVectors whether there is a SIMD instruction, which neither runs
public record CodeTraits(Set<Integer> tailCallers, boolean catchesExceptions, boolean usesVectors) {

    private static final int VECTOR_PREFIX = 0xfd;

    /// Copies.
    public CodeTraits {
        tailCallers = Set.copyOf(tailCallers);
    }

    static CodeTraits of(WasmModule module) {
        CodeSection code = module.codeSection();
        int imported = module.importSection().count(ExternalType.FUNCTION);
        Set<Integer> tailCallers = new HashSet<>();
        boolean catches = false;
        boolean vectors = false;
        for (int i = 0; i < code.functionBodyCount(); i++) {
            for (AnnotatedInstruction instruction : code.getFunctionBody(i).instructions()) {
                OpCode opcode = instruction.opcode();
                if (isTailCall(opcode)) {
                    tailCallers.add(imported + i);
                }
                catches |= opcode == OpCode.TRY_TABLE;
                vectors |= opcode.opcode() >>> 8 == VECTOR_PREFIX;
            }
        }
        return new CodeTraits(tailCallers, catches, vectors);
    }

    private static boolean isTailCall(OpCode opcode) {
        return opcode == OpCode.RETURN_CALL
                || opcode == OpCode.RETURN_CALL_INDIRECT
                || opcode == OpCode.RETURN_CALL_REF;
    }
}
