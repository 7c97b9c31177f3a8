package io.jwasm.wasi.engine.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import io.jwasm.wasi.engine.module.CompiledCode;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs each call in the best way there is when it is made: interpreted until the module has been
/// compiled, compiled from then on. Confined to the guest's thread.
public final class TieredMachine implements Machine {

    private final Instance instance;
    private final SharedModule module;
    private final int importedFunctions;
    private final GuestInterpreter interpreter;
    private @Nullable CompiledCode code;
    private @Nullable Machine compiled;

    /// Creates the machine of an instance.
    ///
    /// @param instance the instance
    /// @param module what it is an instance of
    /// @param contents what of the module it was made from
    /// @param unwound receives the interpreted functions that a trap unwinds, innermost first
    public TieredMachine(
            Instance instance,
            SharedModule module,
            SharedModule.Contents contents,
            List<Integer> unwound) {
        this.instance = instance;
        this.module = module;
        this.importedFunctions = instance.imports().functionCount();
        this.interpreter =
                new GuestInterpreter(
                        instance,
                        this,
                        unwound,
                        InstanceFunctions.of(instance, contents.bodies(), importedFunctions));
    }

    @Override
    public long[] call(int funcId, long[] args) {
        Machine fast = compiled();
        return fast == null || isInterpreted(funcId)
                ? interpreter.call(funcId, args)
                : fast.call(funcId, args);
    }

    /// Tells whether a call would run compiled code. Imported functions stay where they are called.
    boolean isCompiled(int funcId) {
        return funcId >= importedFunctions && compiled() != null && !isInterpreted(funcId);
    }

    private boolean isInterpreted(int funcId) {
        return code != null && code.isInterpreted(funcId);
    }

    private @Nullable Machine compiled() {
        if (compiled == null) {
            CompiledCode found = module.compiled();
            if (found != null) {
                code = found;
                compiled = found.machine(instance);
            }
        }
        return compiled;
    }
}
