package io.jwasm.core.state;

import io.jwasm.linux.process.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The file `daemon`: where the daemon listens and which process it is. Thread-safe.
///
/// Line 1 is the address of its ttrpc socket, line 2 `PID STARTTIME`, the identity that guards
/// against a reused process id. Where containerd is not to be told line 1, line 3 is what it is
/// told instead.
public final class DaemonFile {

    // Places in the line of proc_pid_stat(5).
    private static final int FIRST_AFTER_NAME = 3;
    private static final int START_TIME = 22;

    private final StateDirectory state;
    private final String content;

    /// Creates the file's content; nothing is written yet.
    ///
    /// @param state the daemon's directory
    /// @param address the address, such as `unix:///run/jwasm/s/…`
    /// @param daemon the daemon's process
    /// @param answer what containerd is told; empty where that is the address
    public DaemonFile(
            StateDirectory state, String address, ProcessIdentity daemon, Optional<String> answer) {
        this.state = state;
        this.content =
                address
                        + "\n"
                        + daemon.pid()
                        + " "
                        + daemon.startTime()
                        + "\n"
                        + answer.map(line -> line + "\n").orElse("");
    }

    /// Reads this process's identity with no more than `java.nio`: the system calls of the `linux`
    /// module take tens of milliseconds to link, and containerd waits.
    ///
    /// @return the daemon's own process
    /// @throws IOException when `/proc` cannot be read
    public static ProcessIdentity self() throws IOException {
        byte[] stat = Files.readAllBytes(Path.of("/proc/self/stat"));
        String line = new String(stat, StandardCharsets.ISO_8859_1);
        // Field 2, the name, may hold spaces and parentheses; the last parenthesis ends it.
        int at = line.lastIndexOf(')') + 2;
        for (int field = FIRST_AFTER_NAME; field < START_TIME; field++) {
            at = line.indexOf(' ', at) + 1;
        }
        long startTime = Long.parseLong(line, at, line.indexOf(' ', at), 10);
        int pid = Integer.parseInt(line, 0, line.indexOf(' '), 10);
        return new ProcessIdentity(pid, startTime);
    }

    /// Writes the file, in one step for whoever reads it.
    ///
    /// @throws IOException when it cannot be written
    public void write() throws IOException {
        writeAtomically(state.daemonFile(), content);
    }

    /// Removes the file, so that the launcher starts another daemon. A second call does nothing.
    ///
    /// @throws IOException when it cannot be removed
    public void remove() throws IOException {
        Files.deleteIfExists(state.daemonFile());
    }

    static void writeAtomically(Path file, String content) throws IOException {
        // Hidden, so that a shell's `*` in the launcher does not meet half a file.
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.write(temporary, content.getBytes(StandardCharsets.UTF_8));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.deleteIfExists(temporary); // on a full disk it is there, empty
            throw failure;
        }
    }
}
