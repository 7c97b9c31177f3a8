package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.anchor.Anchored;
import io.jwasm.core.workload.Ending;
import io.jwasm.core.workload.Workload;
import io.jwasm.linux.process.ProcessIdentity;
import io.jwasm.wasi.Hold;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A workload that runs until the test says how it ends, and remembers what was asked of it.
final class FakeWorkload implements Workload {

    static final ProcessIdentity ANCHOR = new ProcessIdentity(4711, 99);

    final CompletableFuture<Ending> ending = new CompletableFuture<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile Optional<ShimException> faultOnPrepare = Optional.empty();
    volatile Optional<ShimException> faultAfterStart = Optional.empty();
    private volatile Consumer<Signal> onAnchorEnd = _ -> {};

    @Override
    public Anchored prepare(Consumer<Signal> onEnd) {
        calls.add("prepare");
        onAnchorEnd = onEnd;
        faultOnPrepare.ifPresent(fault -> {
            throw fault;
        });
        return new Anchored(ANCHOR, List.of("/sys/fs/cgroup/redis"));
    }

    @Override
    public void confine() {
        calls.add("confine");
    }

    void endAnchor(Signal signal) {
        onAnchorEnd.accept(signal);
    }

    @Override
    public Ending run() {
        calls.add("run");
        return ending.join();
    }

    @Override
    public void afterStart() {
        faultAfterStart.ifPresent(fault -> {
            throw fault;
        });
    }

    @Override
    public void stop() {
        calls.add("stop");
        ending.complete(new Ending.Stopped());
    }

    @Override
    public void hold(Hold why) {
        calls.add("hold " + why);
    }

    @Override
    public void release(Hold why) {
        calls.add("release " + why);
    }

    @Override
    public void update(ResourcesSpec given) {
        calls.add("update " + given.memory().limit());
    }

    @Override
    public TaskStats stats(boolean isAlive) {
        return new TaskStats(
                new TaskStats.Cpu(0, 0, 0, 0, 0, 0),
                new TaskStats.Memory(0, 0, 0, 0, 0),
                new TaskStats.Io(0, 0),
                new TaskStats.Processes(isAlive ? 1 : 0, 0),
                false);
    }

    @Override
    public void closeStdin() {
        calls.add("closeStdin");
    }

    @Override
    public void resize(TerminalSize size) {
        calls.add("resize " + size.columns() + "x" + size.rows());
    }

    @Override
    public void drainOutputs() {
        calls.add("drainOutputs");
    }

    @Override
    public void closeOutputs() {
        calls.add("closeOutputs");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public void forget() {
        calls.add("forget");
    }
}
