package io.jwasm.wasi.engine.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's interpreter, which hands calls over to compiled code once there is some, and notes
/// the functions that a trap unwinds. Confined to the guest's thread.
public final class GuestInterpreter extends InterpreterMachine {

    private final TieredMachine tiers;
    private final List<Integer> unwound;
    private final @Nullable InstanceFunctions functions;

    GuestInterpreter(
            Instance instance,
            TieredMachine tiers,
            List<Integer> unwound,
            @Nullable InstanceFunctions functions) {
        super(instance);
        this.tiers = tiers;
        this.unwound = unwound;
        this.functions = functions;
    }

    @Override
    protected long[] call(
            MStack stack,
            Instance instance,
            Deque<StackFrame> callStack,
            int funcId,
            long[] args,
            FunctionType callType,
            boolean popResults)
            throws ChicoryException {
        if (functions != null) {
            functions.require(funcId);
        }
        try {
            return super.call(stack, instance, callStack, funcId, args, callType, popResults);
        } catch (ChicoryException | Error failure) {
            unwound.add(funcId);
            throw failure;
        }
    }

    @Override
    protected void CALL(Operands operands) {
        int funcId = (int) operands.get(0);
        if (!tiers.isCompiled(funcId)) {
            super.CALL(operands);
            return;
        }
        FunctionType type = instance().type(instance().functionType(funcId));
        long[] args = extractArgsForParams(stack(), type.params());
        try {
            long[] results = tiers.call(funcId, args);
            if (results != null) {
                for (long result : results) {
                    stack().push(result);
                }
            }
        } catch (WasmException exception) {
            // Catchers among the interpreted callers: the engine looks from an empty frame
            // outwards.
            StackFrame frame = new StackFrame(instance(), funcId, args);
            int reference = instance().registerException(exception);
            StackFrame _ = THROW_REF(instance(), reference, stack(), frame, callStack);
        }
    }

    @Override
    protected boolean useCurrentInstanceInterpreter(
            Instance instance, Instance refInstance, int funcId) {
        return refInstance.equals(instance) && !tiers.isCompiled(funcId);
    }
}
