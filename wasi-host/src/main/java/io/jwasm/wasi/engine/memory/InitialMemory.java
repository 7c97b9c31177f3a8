package io.jwasm.wasi.engine.memory;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemorySection;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.engine.ModuleException;

/// What a module's memories and tables take before its first instruction.
public final class InitialMemory {

    private InitialMemory() {}

    /// Reserves it, or says with both figures why it cannot be had.
    ///
    /// @param module the module
    /// @param config what its guest is given
    /// @param budget what the memory is charged to
    /// @throws ModuleException when it is above the guest's limit or more than the daemon has
    public static void reserve(WasmModule module, GuestConfig config, GuestBudget budget)
            throws ModuleException {
        long memoryBytes = module.memorySection().map(InitialMemory::ofMemories).orElse(0L);
        long bytes = memoryBytes + ofTables(module);
        if (bytes > config.memoryLimitBytes()) {
            throw new ModuleException(
                    "\"%s\" needs %s of memory to start, its limit is %s"
                            .formatted(
                                    config.name(),
                                    Bytes.format(bytes),
                                    Bytes.format(config.memoryLimitBytes())),
                    null);
        }
        checkAddressable(module, config);
        if (!budget.tryReserve(bytes)) {
            throw new ModuleException(
                    "\"%s\" needs %s of memory to start, which the daemon cannot give: %s"
                            .formatted(
                                    config.name(),
                                    Bytes.format(bytes),
                                    budget.refusal().orElse("refused")),
                    null);
        }
    }

    private static void checkAddressable(WasmModule module, GuestConfig config)
            throws ModuleException {
        MemorySection section = module.memorySection().orElse(null);
        for (int i = 0; section != null && i < section.memoryCount(); i++) {
            int pages = section.getMemory(i).limits().initialPages();
            if (pages > Memory.RUNTIME_MAX_PAGES) {
                throw new ModuleException(
                        "\"%s\" needs a memory of %s to start, jwasm's memories end at %s"
                                .formatted(
                                        config.name(),
                                        Bytes.format((long) pages * Memory.PAGE_SIZE),
                                        Bytes.format(
                                                (long) Memory.RUNTIME_MAX_PAGES
                                                        * Memory.PAGE_SIZE)),
                        null);
            }
        }
    }

    private static long ofMemories(MemorySection section) {
        long pages = 0;
        for (int i = 0; i < section.memoryCount(); i++) {
            pages += section.getMemory(i).limits().initialPages();
        }
        return pages * Memory.PAGE_SIZE;
    }

    private static long ofTables(WasmModule module) {
        long elements = 0;
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            elements += module.tableSection().getTable(i).limits().min();
        }
        return elements * GuestTable.ELEMENT_BYTES;
    }
}
