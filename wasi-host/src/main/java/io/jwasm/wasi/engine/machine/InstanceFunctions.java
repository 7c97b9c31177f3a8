package io.jwasm.wasi.engine.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionBody;
import io.jwasm.wasi.engine.module.FunctionBodies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Puts functions into an instance when they are first interpreted. Confined to the guest's thread.
///
/// The engine takes all functions when an instance is made and has no way to add one, but keeps
/// them in an array of each instance's own.
final class InstanceFunctions {

    private static final VarHandle FUNCTIONS;

    static {
        try {
            FUNCTIONS =
                    MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup())
                            .findVarHandle(Instance.class, "functions", FunctionBody[].class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private final FunctionBodies bodies;
    private final FunctionBody[] functions;
    private final int imported;
    private final boolean[] isThere;

    private InstanceFunctions(FunctionBodies bodies, FunctionBody[] functions, int imported) {
        this.bodies = bodies;
        this.functions = functions;
        this.imported = imported;
        this.isThere = new boolean[functions.length];
    }

    /// The functions of an instance; null when it has all of them.
    static @Nullable InstanceFunctions of(
            Instance instance, @Nullable FunctionBodies bodies, int imported) {
        return bodies == null
                ? null
                : new InstanceFunctions(bodies, (FunctionBody[]) FUNCTIONS.get(instance), imported);
    }

    /// Makes sure that a function can be interpreted.
    void require(int function) {
        int index = function - imported;
        if (index >= 0 && index < isThere.length && !isThere[index]) {
            functions[index] = bodies.body(index);
            isThere[index] = true;
        }
    }
}
