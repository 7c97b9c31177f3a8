package io.jwasm.wasi.engine.memory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/// A table charged to its guest's budget.
///
/// It has limits of its own: the engine's table counts growth in the limits of the module, which
/// all guests of one module share. Confined to the guest's thread.
public final class GuestTable extends TableInstance {

    /// What an element takes: an `int` and a reference, in arrays that are copied to grow.
    static final long ELEMENT_BYTES = 8;

    private final GuestBudget budget;

    /// Creates the table at its initial size, which has been reserved.
    ///
    /// @param table its type and sizes, from the module
    /// @param initialValue what its elements are at first
    /// @param budget what it is charged to as it grows
    public GuestTable(Table table, int initialValue, GuestBudget budget) {
        super(
                new Table(
                        table.elementType(),
                        new TableLimits(table.limits().min(), table.limits().max()),
                        table.initialize()),
                initialValue);
        this.budget = budget;
    }

    @Override
    public int grow(int delta, int value, Instance instance) {
        if (delta < 0 || delta > limits().max() - size()) {
            return -1;
        }
        if (!budget.tryReserve(delta * ELEMENT_BYTES)) {
            return -1;
        }
        try {
            return super.grow(delta, value, instance);
        } catch (OutOfMemoryError _) {
            budget.returnRefused(delta * ELEMENT_BYTES);
            return -1;
        }
    }
}
