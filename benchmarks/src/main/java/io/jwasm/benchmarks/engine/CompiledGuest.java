package io.jwasm.benchmarks.engine;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.memory.FlatMemory;
import io.jwasm.wasi.engine.memory.GuestBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/// `guests/engine.c`, compiled, with one of two memories.
///
/// @param instance the guest
record CompiledGuest(Instance instance) {

    private static final long BUDGET_BYTES = 64L << 20;

    /// Compiles the guest.
    ///
    /// @param isFlat whether its memory is ours; else the engine's own
    static CompiledGuest compile(boolean isFlat) throws IOException {
        WasmModule module;
        try (InputStream file =
                Objects.requireNonNull(
                        CompiledGuest.class.getResourceAsStream("engine.wasm"), "engine.wasm")) {
            module = Parser.parse(file);
        }
        HostFunction next =
                new HostFunction(
                        "bench",
                        "next",
                        FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)),
                        (_, args) -> new long[] {args[0] + 1});
        Instance.Builder builder =
                Instance.builder(module)
                        .withImportValues(new Store().addFunction(next).toImportValues())
                        .withMachineFactory(MachineFactoryCompiler.compile(module));
        if (isFlat) {
            GuestBudget budget =
                    new GuestBudget(MemoryLedger.ofCapacity(BUDGET_BYTES), BUDGET_BYTES);
            builder.withMemoryFactory(limits -> new FlatMemory(limits, budget));
        }
        return new CompiledGuest(builder.build());
    }

    /// One of its functions.
    ExportFunction function(String name) {
        return instance.export(name);
    }
}
