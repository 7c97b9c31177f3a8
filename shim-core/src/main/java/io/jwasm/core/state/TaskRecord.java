package io.jwasm.core.state;

import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.linux.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is on disk about one container, so that it can be cleared away when the daemon is dead.
///
/// @param id the container's id, the file's name
/// @param anchor the anchor process
/// @param bundle the container's bundle
/// @param mounts attached mounts to undo, in the order they were made
/// @param cgroups directories of the anchor's control group
/// @param exit how the guest ended; empty until it has
public record TaskRecord(
        ContainerId id,
        ProcessIdentity anchor,
        Path bundle,
        List<String> mounts,
        List<String> cgroups,
        Optional<ExitStatus> exit) {

    /// Copies the lists and refuses what the line format cannot hold.
    public TaskRecord {
        mounts = List.copyOf(mounts);
        cgroups = List.copyOf(cgroups);
        refuseLineBreak(bundle.toString());
        mounts.forEach(TaskRecord::refuseLineBreak);
        cgroups.forEach(TaskRecord::refuseLineBreak);
    }

    /// The same container after its guest has ended.
    ///
    /// @param status how it ended
    /// @return the record with its exit
    public TaskRecord exited(ExitStatus status) {
        return new TaskRecord(id, anchor, bundle, mounts, cgroups, Optional.of(status));
    }

    /// Renders the file's text.
    ///
    /// @return lines `pid`, `bundle`, `mount`, `cgroup`, `exit`
    public String format() {
        StringBuilder text = new StringBuilder();
        text.append("pid ").append(anchor.pid()).append(' ').append(anchor.startTime());
        text.append("\nbundle ").append(bundle).append('\n');
        for (String mount : mounts) {
            text.append("mount ").append(mount).append('\n');
        }
        for (String cgroup : cgroups) {
            text.append("cgroup ").append(cgroup).append('\n');
        }
        exit.ifPresent(status -> text.append(exitLine(status)));
        return text.toString();
    }

    private static String exitLine(ExitStatus exit) {
        Instant at = exit.at();
        return "exit " + exit.code() + " " + at.getEpochSecond() + " " + at.getNano() + "\n";
    }

    /// Reads the file's text.
    ///
    /// @param id the container's id
    /// @param text the text
    /// @return the record; empty when the text is not whole
    public static Optional<TaskRecord> parse(ContainerId id, String text) {
        try {
            return Optional.ofNullable(new Parser().parse(id, text));
        } catch (RuntimeException _) {
            return Optional.empty(); // A torn or foreign file says nothing that can be trusted.
        }
    }

    private static void refuseLineBreak(String path) {
        if (path.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("path \"" + path + "\" holds a line break");
        }
    }

    private static final class Parser {
        private @Nullable ProcessIdentity anchor;
        private @Nullable Path bundle;
        private final List<String> mounts = new ArrayList<>();
        private final List<String> cgroups = new ArrayList<>();
        private Optional<ExitStatus> exit = Optional.empty();

        @Nullable TaskRecord parse(ContainerId id, String text) {
            text.lines().forEach(this::line);
            if (anchor == null || bundle == null) {
                return null;
            }
            return new TaskRecord(id, anchor, bundle, mounts, cgroups, exit);
        }

        private void line(String line) {
            int space = line.indexOf(' ');
            String value = line.substring(space + 1);
            switch (line.substring(0, space)) {
                case "pid" -> anchor = identity(value.split(" ", -1));
                case "bundle" -> bundle = Path.of(value);
                case "mount" -> mounts.add(value);
                case "cgroup" -> cgroups.add(value);
                case "exit" -> exit = Optional.of(status(value.split(" ", -1)));
                default -> throw new IllegalArgumentException("unknown line " + line);
            }
        }

        private static ProcessIdentity identity(String[] words) {
            return new ProcessIdentity(Integer.parseInt(words[0]), Long.parseLong(words[1]));
        }

        private static ExitStatus status(String[] words) {
            return new ExitStatus(
                    Integer.parseInt(words[0]),
                    Instant.ofEpochSecond(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
    }
}
