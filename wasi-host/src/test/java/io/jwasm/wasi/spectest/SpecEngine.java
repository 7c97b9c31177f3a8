package io.jwasm.wasi.spectest;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.Value;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Progress;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.machine.TieredMachine;
import io.jwasm.wasi.engine.memory.FlatMemory;
import io.jwasm.wasi.engine.memory.GuestBudget;
import io.jwasm.wasi.engine.memory.GuestTable;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.ArrayList;
import java.util.Optional;

/// What runs the tests: Chicory as it is, or with our memory, tables, decoding and machine.
sealed interface SpecEngine {

    /// What the table calls it.
    String title();

    /// Decodes and instantiates a module, its start function run.
    Instance instantiate(byte[] module, ImportValues imports) throws ModuleException;

    Memory memory(MemoryLimits limits);

    TableInstance table(Table table);

    /// Chicory as it is.
    ///
    /// @param isCompiler whether its compiler runs the module, or its interpreter
    record Theirs(boolean isCompiler) implements SpecEngine {

        @Override
        public String title() {
            return isCompiler ? "compiler, Chicory's" : "interpreter, Chicory's";
        }

        @Override
        public Instance instantiate(byte[] module, ImportValues imports) {
            WasmModule decoded = Parser.parse(module);
            Instance.Builder builder = Instance.builder(decoded).withImportValues(imports);
            if (isCompiler) {
                builder.withMachineFactory(
                        MachineFactoryCompiler.builder(decoded)
                                .withInterpreterFallback(InterpreterFallback.SILENT)
                                .compile());
            }
            return builder.build();
        }

        @Override
        public Memory memory(MemoryLimits limits) {
            return new ByteArrayMemory(limits);
        }

        @Override
        public TableInstance table(Table table) {
            return new TableInstance(table, Value.REF_NULL_VALUE);
        }
    }

    /// Our memory, tables, decoding and machine, put together as for a guest.
    ///
    /// @param isCompiler whether modules are compiled first
    record Ours(boolean isCompiler) implements SpecEngine {

        private static final String NAME = "module";

        @Override
        public String title() {
            return isCompiler ? "compiler, ours" : "interpreter, ours";
        }

        private static GuestBudget budget() {
            return new GuestBudget(MemoryLedger.ofCapacity(Long.MAX_VALUE), Long.MAX_VALUE);
        }

        @Override
        public Instance instantiate(byte[] bytes, ImportValues imports) throws ModuleException {
            SharedModule module = ModuleDecoder.decode(bytes, "", NAME, true);
            if (isCompiler) {
                compile(module);
            }
            SharedModule.Contents contents = module.contents();
            GuestBudget budget = budget();
            Instance instance = build(imports, module, contents, budget);
            if (isCompiler && module.compiled() == null) {
                throw new IllegalStateException("not compiled: " + module.whyNotCompiled());
            }
            return instance;
        }

        private static Instance build(
                ImportValues imports,
                SharedModule module,
                SharedModule.Contents contents,
                GuestBudget budget) {
            return Instance.builder(contents.decoded())
                    .withImportValues(imports)
                    .withMemoryFactory(limits -> new FlatMemory(limits, budget))
                    .withTableFactory((table, value) -> new GuestTable(table, value, budget))
                    .withMachineFactory(instance ->
                            new TieredMachine(instance, module, contents, new ArrayList<>()))
                    .build();
        }

        private static void compile(SharedModule module) {
            try (BackgroundCompiler compiler =
                    new BackgroundCompiler(
                            Integer.MAX_VALUE, (_, _, _) -> Optional.empty(), _ -> {})) {
                compiler.compileNow(module, Progress.NONE);
            }
        }

        @Override
        public Memory memory(MemoryLimits limits) {
            return new FlatMemory(limits, budget());
        }

        @Override
        public TableInstance table(Table table) {
            return new GuestTable(table, Value.REF_NULL_VALUE, budget());
        }
    }
}
