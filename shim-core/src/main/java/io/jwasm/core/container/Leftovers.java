package io.jwasm.core.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.Signal;
import io.jwasm.core.event.EventPublisher;
import io.jwasm.core.state.TaskFiles;
import io.jwasm.core.state.TaskRecord;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.cgroup.Cgroup;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.Mounts;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a dead daemon left on record: its guests died with it, so their exits are told and what
/// they held is cleared away. Thread-safe.
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private final TaskFiles files;
    private final EventPublisher events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<ContainerId> unsettled;

    private Leftovers(
            TaskFiles files,
            EventPublisher events,
            InstantSource clock,
            Set<ContainerId> unsettled) {
        this.files = files;
        this.events = events;
        this.clock = clock;
        this.unsettled = unsettled;
    }

    /// Looks at what is on record now, before this daemon makes containers of its own.
    ///
    /// @param files the record
    /// @param events is told of the exits
    /// @param clock tells when the guests count as ended
    /// @return what is left
    static Leftovers of(TaskFiles files, EventPublisher events, InstantSource clock) {
        Set<ContainerId> ids = new HashSet<>();
        try {
            ids.addAll(files.list());
        } catch (IOException failure) {
            log.warn("what a dead daemon left cannot be read", failure);
        }
        return new Leftovers(files, events, clock, ids);
    }

    void settleAll() {
        List<ContainerId> ids;
        lock.lock();
        try {
            ids = List.copyOf(unsettled);
        } finally {
            lock.unlock();
        }
        ids.forEach(this::settle);
    }

    /// Clears away what is left of one container; returns when it is done, here or elsewhere.
    ///
    /// @param id the container
    void settle(ContainerId id) {
        // Under the lock, contrary to the rule for containers: it is rare, and whoever comes for
        // the
        // same id must wait for it anyway.
        lock.lock();
        try {
            if (unsettled.remove(id)) {
                clear(id);
            }
        } finally {
            lock.unlock();
        }
    }

    private void clear(ContainerId id) {
        try {
            Optional<TaskRecord> left = files.read(id);
            if (left.isPresent()) {
                undo(left.get());
                tell(left.get());
            }
            files.remove(id);
        } catch (IOException failure) {
            log.warn("container \"{}\" of a dead daemon is not cleared away", id, failure);
        }
    }

    private static void undo(TaskRecord left) {
        try {
            left.anchor().sendSignal(Signal.SIGKILL.number());
        } catch (ErrnoException failure) {
            log.warn("container \"{}\": its anchor lives on", left.id(), failure);
        }
        for (String mount : left.mounts().reversed()) {
            try {
                Mounts.unmount(mount, MountFlags.MNT_DETACH);
            } catch (ErrnoException failure) {
                log.warn("container \"{}\": a mount stays behind", left.id(), failure);
            }
        }
        try {
            Cgroup.remove(left.cgroups());
        } catch (ErrnoException failure) {
            log.warn("container \"{}\": its control group stays behind", left.id(), failure);
        }
    }

    private void tell(TaskRecord left) {
        ExitStatus exit =
                left.exit()
                        .orElseGet(
                                () -> new ExitStatus(Signal.SIGKILL.exitCode(), clock.instant()));
        log.info("container \"{}\" ended with a daemon that died", left.id());
        events.publish(
                new TaskEvent.Exited(left.id(), Optional.empty(), left.anchor().pid(), exit));
    }
}
