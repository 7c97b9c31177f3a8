package io.jwasm.core.bootstrap;

import io.jwasm.core.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Chooses where a daemon logs.
final class LogFile {

    private static final Path SYSTEM_LOGS = Path.of("/var/log/jwasm");
    private static final Path SYSTEM_STATE = Path.of("/run/jwasm");

    private LogFile() {}

    /// Chooses the file and makes its directory.
    ///
    /// @param state the daemon's directory
    /// @param namespace the containerd namespace
    /// @param group the pod or the container whose own daemon it is; its log goes with it
    /// @return below `/var/log/jwasm` for the system's daemons, else in the state directory
    static Path choose(StateDirectory state, String namespace, Optional<String> group) {
        if (group.isEmpty() && state.path().startsWith(SYSTEM_STATE)) {
            try {
                StateDirectory.createPrivate(SYSTEM_LOGS);
                if (Files.isWritable(SYSTEM_LOGS)) {
                    int hash = state.path().toString().hashCode();
                    return SYSTEM_LOGS.resolve("%s-%08x.log".formatted(namespace, hash));
                }
            } catch (IOException _) {
                // No system logs here, as in a container with a read-only root.
            }
        }
        return state.logFile();
    }
}
