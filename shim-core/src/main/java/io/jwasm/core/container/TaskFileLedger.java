package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.core.state.TaskFiles;
import io.jwasm.core.state.TaskRecord;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of containers as files. Thread-safe for different containers.
final class TaskFileLedger implements TaskLedger {

    private static final Logger log = LoggerFactory.getLogger(TaskFileLedger.class);

    private final TaskFiles files;

    TaskFileLedger(TaskFiles files) {
        this.files = files;
    }

    @Override
    public void write(TaskRecord task) {
        try {
            files.write(task);
            // The container is there now: the launcher's claim on it has served its purpose.
            files.removeClaim(task.id());
        } catch (IOException failure) {
            throw new ShimException.Internal(
                    "container \"%s\": cannot be put on record: %s"
                            .formatted(task.id(), failure.getMessage()),
                    failure);
        }
    }

    @Override
    public void remove(ContainerId id) {
        try {
            files.remove(id);
        } catch (IOException failure) {
            log.warn("container \"{}\": its record stays behind", id, failure);
        }
    }
}
