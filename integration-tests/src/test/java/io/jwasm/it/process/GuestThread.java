package io.jwasm.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The thread of a daemon that runs a guest, as the kernel shows it, see proc(5).
///
/// @param folder its folder `/proc/PID/task/TID`
public record GuestThread(Path folder) {
    private static final int TASK_COMM_LEN = 16; // with the byte that ends it

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// Finds the thread of a container; waits for it, as threads that come and go meanwhile hide
    /// others.
    ///
    /// @param home the folder that the daemon's environment names
    /// @param container the container's id
    /// @return the thread
    public static GuestThread of(Path home, String container) {
        String name = "guest-" + container;
        String comm = name.substring(0, Math.min(TASK_COMM_LEN - 1, name.length()));
        AtomicReference<@Nullable GuestThread> found = new AtomicReference<>();
        Eventually.require(
                LIMIT,
                () -> {
                    find(home, comm).ifPresent(found::set);
                    return found.get() != null;
                },
                () -> "no thread " + comm);
        return Objects.requireNonNull(found.get());
    }

    private static Optional<GuestThread> find(Path home, String comm) {
        return ProcessTable.belongingTo(home.toString()).stream()
                .flatMap(pid -> find(pid, comm).stream())
                .findFirst();
    }

    private static Optional<GuestThread> find(long pid, String comm) {
        Path tasks = Path.of("/proc/" + pid + "/task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                if (name(task).equals(comm)) {
                    return Optional.of(new GuestThread(task));
                }
            }
            return Optional.empty();
        } catch (IOException | DirectoryIteratorException _) {
            return Optional.empty(); // The process has just ended.
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException _) {
            return ""; // The thread has just ended.
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

    /// Waits until the thread is off the processor and does not wait for one: one that was told to
    /// sleep is seen to run for some microseconds more, on a busy machine some time later.
    ///
    /// @return the processor time that it has used, which stands for now
    public long standing() {
        Eventually.require(
                LIMIT,
                () -> {
                    long used = usedNanos();
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // two ticks
                    return isAsleep() && usedNanos() == used;
                },
                () -> folder + " still runs");
        return usedNanos();
    }

    /// The state, the third field of `stat`, is neither running nor ready to run.
    private boolean isAsleep() {
        try {
            String stat = Files.readString(folder.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'S';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
