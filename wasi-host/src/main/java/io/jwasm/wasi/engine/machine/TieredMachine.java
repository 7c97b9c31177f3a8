package io.jwasm.wasi.engine.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs each call in the best way there is when it is made: interpreted until the module has been
/// compiled, compiled from then on. Confined to the guest's thread.
public final class TieredMachine implements Machine {

    private final Instance instance;
    private final SharedModule module;
    private final int importedFunctions;
    private final GuestInterpreter interpreter;
    private @Nullable Machine compiled;

    /// Creates the machine of an instance.
    ///
    /// @param instance the instance
    /// @param module what it is an instance of
    /// @param importedFunctions how many functions the module imports
    /// @param unwound receives the interpreted functions that a trap unwinds, innermost first
    public TieredMachine(
            Instance instance, SharedModule module, int importedFunctions, List<Integer> unwound) {
        this.instance = instance;
        this.module = module;
        this.importedFunctions = importedFunctions;
        this.interpreter = new GuestInterpreter(instance, this, unwound);
    }

    @Override
    public long[] call(int funcId, long[] args) {
        Machine fast = compiled();
        return fast == null ? interpreter.call(funcId, args) : fast.call(funcId, args);
    }

    /// Tells whether a call would run compiled code. Imported functions stay where they are called.
    boolean isCompiled(int funcId) {
        return funcId >= importedFunctions && compiled() != null;
    }

    private @Nullable Machine compiled() {
        if (compiled == null) {
            Function<Instance, Machine> factory = module.compiled();
            if (factory != null) {
                compiled = factory.apply(instance);
            }
        }
        return compiled;
    }
}
