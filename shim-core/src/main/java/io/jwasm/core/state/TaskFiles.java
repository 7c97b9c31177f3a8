package io.jwasm.core.state;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of the containers: `tasks/ID` with what is needed to undo one, and `pending/ID`, the
/// launcher's claim that one is about to come. Thread-safe for different containers.
public final class TaskFiles {

    private final StateDirectory state;

    /// Creates the view of a daemon's directory.
    ///
    /// @param state the daemon's directory
    public TaskFiles(StateDirectory state) {
        this.state = state;
    }

    /// Writes the file of a container, in one step for whoever reads it.
    ///
    /// @param task what is known of it
    /// @throws IOException when it cannot be written
    public void write(TaskRecord task) throws IOException {
        DaemonFile.writeAtomically(file(task.id()), task.format());
    }

    /// Reads the file of a container.
    ///
    /// @param id the container's id
    /// @return what it holds; empty when there is none, or none that is whole
    /// @throws IOException when it cannot be read
    public Optional<TaskRecord> read(ContainerId id) throws IOException {
        try {
            return TaskRecord.parse(id, Files.readString(file(id)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Removes the file of a container and its claim. A second call does nothing.
    ///
    /// @param id the container's id
    /// @throws IOException when one cannot be removed
    public void remove(ContainerId id) throws IOException {
        Files.deleteIfExists(file(id));
        removeClaim(id);
    }

    /// Removes the launcher's claim on a container. A second call does nothing.
    ///
    /// @param id the container's id
    /// @throws IOException when it cannot be removed
    public void removeClaim(ContainerId id) throws IOException {
        Files.deleteIfExists(state.pending().resolve(id.value()));
    }

    /// Lists the containers that have a file.
    ///
    /// @return their ids
    /// @throws IOException when the directory cannot be read
    public List<ContainerId> list() throws IOException {
        List<ContainerId> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state.tasks())) {
            for (Path file : files) {
                try {
                    ids.add(new ContainerId(String.valueOf(file.getFileName())));
                } catch (ShimException.InvalidArgument _) {
                    Files.deleteIfExists(file); // The temporary file of a writer that died.
                }
            }
        }
        return ids;
    }

    private Path file(ContainerId id) {
        return state.tasks().resolve(id.value());
    }
}
