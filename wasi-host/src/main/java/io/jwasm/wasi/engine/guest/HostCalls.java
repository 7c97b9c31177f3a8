package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.control.GuestThread;
import io.jwasm.wasi.engine.memory.NoMemory;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.host.HostFunction;
import io.jwasm.wasi.host.ValueType;

/// Takes calls from guest code into host functions and back.
///
/// While a host function runs, the thread is a plain one, so that what is asked of the guest does
/// not unwind the host's own code. Confined to the guest's thread, once [#memory] was set.
final class HostCalls {

    private final ControlState control;
    private GuestMemory memory = NoMemory.INSTANCE;

    HostCalls(ControlState control) {
        this.control = control;
    }

    /// Sets what host functions see as the guest's memory.
    void memory(GuestMemory guestMemory) {
        memory = guestMemory;
    }

    WasmFunctionHandle handle(HostFunction function) {
        HostFunction.Body body = function.body();
        if (function.result().isEmpty()) {
            return (_, args) -> {
                long _ = call(body, args);
                return null;
            };
        }
        if (function.result().get() == ValueType.I32) {
            return (_, args) -> new long[] {(int) call(body, args)};
        }
        return (_, args) -> new long[] {call(body, args)};
    }

    private long call(HostFunction.Body body, long[] args) {
        GuestThread thread = (GuestThread) Thread.currentThread();
        ControlState _ = thread.leaveGuest();
        try {
            return body.call(memory, args);
        } finally {
            thread.enterGuest(control);
        }
    }
}
