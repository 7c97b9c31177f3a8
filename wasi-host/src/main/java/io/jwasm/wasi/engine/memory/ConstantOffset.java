package io.jwasm.wasi.engine.memory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;

/// Evaluates the constant expression that says where a data segment goes.
final class ConstantOffset {

    private ConstantOffset() {}

    static int of(Instance instance, ActiveDataSegment segment) {
        return (int)
                ConstantEvaluators.computeConstantValue(instance, segment.offsetInstructions())[0];
    }
}
