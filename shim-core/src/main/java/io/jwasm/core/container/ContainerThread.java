package io.jwasm.core.container;

import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.core.anchor.Anchored;
import io.jwasm.core.state.TaskRecord;
import io.jwasm.core.workload.Ending;
import io.jwasm.core.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one container from Create to the end of its run, on its own thread.
///
/// The order at the end is what clients live by: the streams end, then the exit is on record, then
/// waiters and subscribers hear of it, then the rest is given back. Whoever else is to hear of
/// something hears it through the broker.
///
/// Between Create and Start the thread takes on what the guest is confined to ([ThreadSetup]), and
/// cannot put it off again. So the end is another thread's work, for which this one waits: the
/// anchor lives no longer than the thread that made it.
final class ContainerThread implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ContainerThread.class);

    /// What a shell reports of a command that aborted, 128 + SIGABRT; as for a trap.
    private static final int HOST_FAILURE = 134;

    private final Container container;
    private final ContainerServices services;

    ContainerThread(Container container, ContainerServices services) {
        this.container = container;
        this.services = services;
    }

    @Override
    public void run() {
        Workload workload = container.workload();
        TaskRecord record;
        try {
            record = prepare(workload);
        } catch (Throwable failure) {
            perform(() -> undo(workload));
            announce(() -> container.failToCreate(failure));
            return;
        }
        announce(() -> container.becomeCreated(record.anchor().pid()));
        Ending ending = live(workload);
        ExitStatus status = container.statusOf(ending);
        workload.drainOutputs();
        perform(() -> {
            try {
                end(workload, record, ending, status);
            } finally {
                close(workload);
                announce(container::becomeReleased);
            }
        });
    }

    /// Has something done on a thread with the daemon's own rights, and waits for it.
    private void perform(Runnable work) {
        CountDownLatch done = new CountDownLatch(1);
        services.threads()
                .perform(() -> {
                    try {
                        work.run();
                    } finally {
                        done.countDown();
                    }
                });
        boolean isDone = false;
        while (!isDone) {
            try {
                done.await();
                isDone = true;
            } catch (InterruptedException _) {
                // Nobody interrupts a container's thread; the work goes on in any case.
            }
        }
    }

    private void announce(Runnable news) {
        services.threads().announce(news);
    }

    private TaskRecord prepare(Workload workload) {
        Anchored anchored = workload.prepare(container::end);
        TaskRecord record =
                new TaskRecord(
                        container.id(),
                        anchored.anchor(),
                        container.request().bundle(),
                        List.of(),
                        anchored.cgroups(),
                        Optional.empty());
        services.records().write(record);
        workload.confine();
        return record;
    }

    private void undo(Workload workload) {
        close(workload);
        try {
            workload.forget();
        } catch (RuntimeException failure) {
            log.warn("container \"{}\": clearing away failed", container.id(), failure);
        }
        services.records().remove(container.id());
    }

    private Ending live(Workload workload) {
        if (container.awaitGate() == Container.Gate.ABANDON) {
            return new Ending.Stopped();
        }
        try {
            return workload.run();
        } catch (Throwable failure) {
            log.error("container \"{}\": the run failed", container.id(), failure);
            return new Ending.Exited(HOST_FAILURE);
        }
    }

    private void end(Workload workload, TaskRecord record, Ending ending, ExitStatus status) {
        try {
            workload.closeOutputs();
            services.records().write(record.exited(status));
        } catch (RuntimeException failure) {
            // Waiters must hear of the exit whatever became of its record.
            log.warn("container \"{}\": recording the exit failed", container.id(), failure);
        }
        if (ending instanceof Ending.OutOfMemory) {
            announce(() -> services.events().publish(new TaskEvent.OutOfMemory(container.id())));
        }
        announce(() -> container.becomeStopped(status));
    }

    private void close(Workload workload) {
        try {
            workload.close();
        } catch (RuntimeException failure) {
            log.warn("container \"{}\": clearing away failed", container.id(), failure);
        }
    }
}
