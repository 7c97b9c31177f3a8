package io.jwasm.core.container;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.core.state.TaskRecord;

/// The record of containers that outlives the daemon. Thread-safe for different containers.
interface TaskLedger {

    /// Puts a container on record, or its new state.
    ///
    /// @param task what is known of it
    /// @throws ShimException when it cannot be put on record
    void write(TaskRecord task);

    /// Takes a container off the record. Does not fail.
    ///
    /// @param id its id
    void remove(ContainerId id);
}
