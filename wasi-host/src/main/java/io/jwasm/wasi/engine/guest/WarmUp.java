package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import io.jwasm.linux.ErrnoException;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.control.GuestThread;
import io.jwasm.wasi.engine.memory.GuestBudget;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.ArrayList;
import java.util.HexFormat;

/// Decodes and runs a tiny module, so that the classes of decoder and interpreter are loaded.
final class WarmUp {

    // (module (memory 1) (table 1 funcref)
    //   (func $get (param i32) (result i32) (i32.load (local.get 0)))
    //   (func (export "_start") (local i32)
    //     (loop
    //       (i32.store (local.get 0) (call $get (local.get 0)))
    //       (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 4)))
    //                          (i32.const 256)))))
    //   (data (i32.const 0) "warm"))
    private static final String MODULE =
            "0061736d0100000001090260017f017f6000000303020001040401700001"
                    + "0503010001070a01065f737461727400010a2702070020002802000b1d01"
                    + "017f0340200020001000360200200041046a2200418002490d000b0b0b0a"
                    + "010041000b047761726d";

    private static final long LIMIT_BYTES = 1 << 20;

    private WarmUp() {}

    static void run() {
        Thread thread = new GuestThread(WarmUp::decodeAndRun, "jwasm-warm-up");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException _) {
            // Whoever asked wants to go on; the thread ends by itself in a moment.
            Thread.currentThread().interrupt();
        }
    }

    private static void decodeAndRun() {
        try (ControlState control = new ControlState();
                GuestBudget budget =
                        new GuestBudget(MemoryLedger.ofCapacity(LIMIT_BYTES), LIMIT_BYTES)) {
            byte[] bytes = HexFormat.of().parseHex(MODULE);
            SharedModule module = ModuleDecoder.decode(bytes, "warm-up", "warm-up");
            Instance instance =
                    Instances.create(
                            module, ImportValues.empty(), control, budget, new ArrayList<>());
            instance.initialize(false);
            instance.export("_start").apply();
        } catch (ModuleException | ErrnoException failure) {
            throw new IllegalStateException("the module for warming up does not run", failure);
        }
    }
}
