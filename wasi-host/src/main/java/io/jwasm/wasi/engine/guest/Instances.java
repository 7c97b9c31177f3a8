package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.machine.TieredMachine;
import io.jwasm.wasi.engine.memory.FlatMemory;
import io.jwasm.wasi.engine.memory.GuestBudget;
import io.jwasm.wasi.engine.memory.GuestTable;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.List;

/// Makes the engine's instances, with memories, tables and machines of our own.
final class Instances {

    private Instances() {}

    /// Makes an instance that has run none of its code yet, its data segments not copied either.
    ///
    /// `unwound` receives the interpreted functions that a trap unwinds.
    static Instance create(
            SharedModule module,
            ImportValues imports,
            ControlState control,
            GuestBudget budget,
            List<Integer> unwound) {
        SharedModule.Contents contents = module.contents();
        return Instance.builder(contents.decoded())
                .withImportValues(imports)
                .withInitialize(false) // runs guest code, so it waits for the guest's thread
                .withStart(false)
                .withMemoryFactory(limits -> new FlatMemory(limits, budget))
                .withTableFactory((table, value) -> new GuestTable(table, value, budget))
                .withMachineFactory(
                        instance -> new TieredMachine(instance, module, contents, unwound))
                // The interpreter does not poll at conditional branches, which end most loops.
                .withUnsafeExecutionListener((_, _) -> poll(control))
                .build();
    }

    private static void poll(ControlState control) {
        if (control.poll()) {
            throw new ChicoryInterruptedException("stopped");
        }
    }
}
