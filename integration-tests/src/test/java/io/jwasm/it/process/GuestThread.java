package io.jwasm.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The thread of a daemon that runs a guest, as the kernel shows it, see proc(5).
///
/// @param folder its folder `/proc/PID/task/TID`
public record GuestThread(Path folder) {
    private static final int TASK_COMM_LEN = 16; // with the byte that ends it

    /// Finds the thread of a container.
    ///
    /// @param home the folder that the daemon's environment names
    /// @param container the container's id
    /// @return the thread
    public static GuestThread of(Path home, String container) {
        String name = "guest-" + container;
        String comm = name.substring(0, Math.min(TASK_COMM_LEN - 1, name.length()));
        return ProcessTable.belongingTo(home.toString()).stream()
                .flatMap(pid -> find(pid, comm).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no thread " + comm));
    }

    private static Optional<GuestThread> find(long pid, String comm) {
        Path tasks = Path.of("/proc/" + pid + "/task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                if (Files.readString(task.resolve("comm")).strip().equals(comm)) {
                    return Optional.of(new GuestThread(task));
                }
            }
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // The process, or one of its threads, has just ended.
        }
    }

    /// The processor time that it has used: the first field of `schedstat`.
    ///
    /// @return nanoseconds
    public long usedNanos() {
        try {
            String stat = Files.readString(folder.resolve("schedstat"));
            return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the thread is off the processor: one that was told to sleep is seen to run for
    /// some microseconds more.
    ///
    /// @return the processor time that it has used, which stands for now
    public long standing() {
        Eventually.require(
                Duration.ofSeconds(1),
                () -> {
                    long used = usedNanos();
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // two ticks
                    return usedNanos() == used;
                },
                () -> folder + " still runs");
        return usedNanos();
    }
}
