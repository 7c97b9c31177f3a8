package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.Hold;
import io.jwasm.wasi.MemoryUse;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.control.GuestThread;
import java.util.concurrent.atomic.AtomicBoolean;

/// A guest on Chicory.
final class ChicoryGuest implements Guest {

    /// Sets up a WASI reactor before any other of its functions is called ([application
    /// ABI](https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md)).
    private static final String INITIALIZE = "_initialize";

    private final GuestParts parts;
    private final Instance instance;
    private final AtomicBoolean hasRun = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    ChicoryGuest(GuestParts parts, Instance instance) {
        this.parts = parts;
        this.instance = instance;
    }

    @Override
    public GuestExit run() {
        if (!(Thread.currentThread() instanceof GuestThread thread)) {
            throw new IllegalStateException("a guest runs on a GuestThread");
        }
        if (hasRun.getAndSet(true)) {
            throw new IllegalStateException("a guest runs once");
        }
        thread.enterGuest(parts.control());
        try {
            parts.control().checkpoint();
            callAll();
            return new GuestExit.Exited(0);
        } catch (Throwable failure) {
            ControlState _ = thread.leaveGuest();
            return exit(parts.report().of(failure));
        } finally {
            ControlState _ = thread.leaveGuest();
        }
    }

    private void callAll() {
        instance.initialize(false);
        String function = parts.config().function();
        if (!function.equals(INITIALIZE) && !function.equals("_start") && isReactor()) {
            instance.export(INITIALIZE).apply();
        }
        instance.export(function).apply();
    }

    private boolean isReactor() {
        var exports = instance.module().exportSection();
        for (int i = 0; i < exports.exportCount(); i++) {
            if (exports.getExport(i).exportType() == ExternalType.FUNCTION
                    && exports.getExport(i).name().equals(INITIALIZE)) {
                return true;
            }
        }
        return false;
    }

    /// A guest that fails after it was refused memory failed because of it.
    private GuestExit exit(GuestExit exit) {
        boolean hasFailed =
                switch (exit) {
                    case GuestExit.Exited exited -> exited.code() != 0;
                    case GuestExit.Trapped _ -> true;
                    case GuestExit.OutOfMemory _, GuestExit.Stopped _ -> false;
                };
        if (!hasFailed) {
            return exit;
        }
        return parts.budget().refusal().<GuestExit>map(GuestExit.OutOfMemory::new).orElse(exit);
    }

    @Override
    public void stop() {
        parts.control().stop();
    }

    @Override
    public void hold(Hold why) {
        parts.control().hold(why);
    }

    @Override
    public void release(Hold why) {
        parts.control().release(why);
    }

    @Override
    public MemoryUse memory() {
        return parts.budget().use();
    }

    @Override
    public void limitMemory(long bytes) {
        parts.budget().limit(bytes);
    }

    @Override
    public void close() {
        if (!isClosed.getAndSet(true)) {
            parts.resources().close();
        }
    }
}
