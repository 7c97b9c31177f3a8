package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.engine.HostFunctionSource;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.memory.FlatMemory;
import io.jwasm.wasi.engine.memory.GuestBudget;
import io.jwasm.wasi.engine.memory.InitialMemory;
import io.jwasm.wasi.engine.module.SharedModule;
import io.jwasm.wasi.engine.report.TrapReport;
import io.jwasm.wasi.host.HostBudget;
import io.jwasm.wasi.host.HostFunctions;
import java.util.ArrayList;
import java.util.List;

/// Makes a guest of a module and what it is given, or says why that cannot be.
final class Instantiation {

    private final SharedModule module;
    private final WasmModule decoded;
    private final GuestConfig config;
    private final OpenResources resources = new OpenResources();

    Instantiation(SharedModule module, GuestConfig config) {
        this.module = module;
        this.decoded = module.decoded();
        this.config = config;
    }

    /// Reserves, opens and binds everything, or nothing.
    Guest prepare(MemoryLedger ledger, HostFunctionSource source) throws ModuleException {
        EntryPoint.check(decoded, config.name(), config.function());
        boolean isPrepared = false;
        try {
            Guest guest = open(ledger, source);
            isPrepared = true;
            return guest;
        } catch (ErrnoException failure) {
            throw new ModuleException(
                    "\"%s\" cannot be started: %s".formatted(config.name(), failure.getMessage()),
                    failure);
        } finally {
            if (!isPrepared) {
                resources.close();
            }
        }
    }

    private Guest open(MemoryLedger ledger, HostFunctionSource source)
            throws ModuleException, ErrnoException {
        GuestBudget budget = new GuestBudget(ledger, config.memoryLimitBytes());
        resources.add(budget::close);
        InitialMemory.reserve(decoded, config, budget);
        ControlState control = new ControlState();
        resources.add(control::close);
        HostFunctions functions = open(source, control, budget);
        resources.add(functions::close);
        List<Integer> unwound = new ArrayList<>();
        GuestParts parts =
                new GuestParts(config, control, budget, new TrapReport(module, unwound), resources);
        HostCalls calls = new HostCalls(control);
        ImportValues imports = new Linker(decoded, config.name(), functions, calls).link();
        Instance instance = instantiate(imports, parts, unwound);
        if (instance.memory() instanceof FlatMemory memory) {
            calls.memory(memory);
        }
        return new ChicoryGuest(parts, instance);
    }

    private HostFunctions open(HostFunctionSource source, ControlState control, GuestBudget budget)
            throws ModuleException {
        try {
            return source.open(config, control, budget);
        } catch (HostBudget.Refused failure) {
            throw new ModuleException(
                    "\"%s\" cannot be started: %s: %s"
                            .formatted(
                                    config.name(),
                                    failure.getMessage(),
                                    budget.refusal().orElse("refused")),
                    failure);
        }
    }

    private Instance instantiate(ImportValues imports, GuestParts parts, List<Integer> unwound)
            throws ModuleException {
        try {
            return Instances.create(module, imports, parts.control(), parts.budget(), unwound);
        } catch (ChicoryException failure) {
            throw new ModuleException(
                    "\"%s\" cannot be instantiated: %s"
                            .formatted(config.name(), failure.getMessage()),
                    failure);
        } catch (OutOfMemoryError failure) {
            throw new ModuleException(
                    "\"%s\" needs more heap to start than the daemon has".formatted(config.name()),
                    failure);
        }
    }
}
