package io.jwasm.core.workload;

import io.jwasm.wasi.Hold;
import io.jwasm.wasi.MemoryUse;
import java.util.concurrent.CountDownLatch;

/// The pause container of a pod: its anchor holds the namespaces, and nothing else is needed.
final class PauseRun implements Run {

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public void confine() {
        // No guest's code will run.
    }

    @Override
    public Ending run() {
        boolean isOver = false;
        while (!isOver) {
            try {
                stopped.await();
                isOver = true;
            } catch (InterruptedException _) {
                // Nobody interrupts a container's thread to end it; stop() does that.
            }
        }
        return new Ending.Stopped();
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    /// It uses nothing that it could be kept from.
    @Override
    public void hold(Hold why) {}

    @Override
    public void release(Hold why) {}

    @Override
    public MemoryUse memory() {
        return new MemoryUse(0, 0, 0, 0);
    }

    @Override
    public void limitMemory(long bytes) {}

    @Override
    public boolean isOutOfMemory() {
        return false;
    }

    @Override
    public void close() {}
}
