package io.jwasm.core.capability;

import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestNetwork;
import java.util.ArrayList;
import java.util.List;

/// Describes capabilities for people, one fact a line.
public final class CapabilityText {

    /// Limits from here on, which no machine has, stand for a share of what the daemon has.
    private static final long DAEMONS_MEMORY = 1L << 56;

    private static final int KIB = 1024;

    private final StringBuilder text = new StringBuilder();

    private CapabilityText() {}

    /// Describes what a container is granted.
    ///
    /// @param capabilities the capabilities
    /// @return lines, each with its end
    public static String of(GuestCapabilities capabilities) {
        CapabilityText description = new CapabilityText();
        description.program(capabilities.program());
        description.user(capabilities.user());
        description.files(capabilities.files());
        description.network(capabilities.network());
        description.limits(capabilities.limits());
        return description.text.toString();
    }

    private void heading(String name) {
        text.append(name).append('\n');
    }

    private void line(String name, String value) {
        text.append("  %-12s %s\n".formatted(name, value));
    }

    private void list(String name, List<String> values) {
        if (values.isEmpty()) {
            line(name, "none");
        }
        for (int i = 0; i < values.size(); i++) {
            line(i == 0 ? name : "", values.get(i));
        }
    }

    private void program(ProgramCapability program) {
        heading("program");
        line("arguments", String.join(" ", program.args().stream().map(Words::quote).toList()));
        list("environment", program.environment().stream().map(Words::quote).toList());
        line("directory", Words.quote(program.cwd()));
    }

    private void user(UserCapability user) {
        heading("user");
        line("id", "%d:%d".formatted(user.uid(), user.gid()));
        if (!user.groups().isEmpty()) {
            line("groups", String.join(" ", user.groups().stream().map(String::valueOf).toList()));
        }
        line("umask", "%03o".formatted(user.umask()));
    }

    private void files(FileCapabilities files) {
        heading("files");
        line("/", files.isRootReadOnly() ? "root file system, read-only" : "root file system");
        for (MountCapability mount : files.mounts()) {
            line(Words.quote(mount.destination()), mount(mount));
        }
        if (!files.maskedPaths().isEmpty()) {
            list("hidden", files.maskedPaths());
        }
        if (!files.readOnlyPaths().isEmpty()) {
            list("read-only", files.readOnlyPaths());
        }
    }

    private static String mount(MountCapability mount) {
        return switch (mount) {
            case MountCapability.Bind bind -> {
                String mode = bind.isReadOnly() ? ", read-only" : "";
                yield "host's %s%s%s"
                        .formatted(Words.quote(bind.source()), mode, options(bind.options()));
            }
            case MountCapability.Temporary(String _, List<String> options) ->
                    "in memory" + options(options);
            case MountCapability.Devices(String _, List<String> options) ->
                    "in memory, with null, zero, full, random, urandom" + options(options);
            case MountCapability.Withheld(String _, String type) -> "withheld (" + type + ")";
        };
    }

    private static String options(List<String> options) {
        return options.isEmpty() ? "" : " (" + String.join(",", options) + ")";
    }

    private void network(GuestNetwork network) {
        heading("network");
        line(
                "sockets",
                switch (network) {
                    case NONE -> "none";
                    case NAMESPACE -> "those of the container's network namespace";
                });
    }

    private void limits(GuestLimits limits) {
        heading("limits");
        line(
                "memory",
                limits.memoryBytes() >= DAEMONS_MEMORY
                        ? "the daemon's"
                        : bytes(limits.memoryBytes()));
        line("descriptors", Integer.toString(limits.descriptors()));
        line("path", limits.pathBytes() + " bytes");
        line("one call", bytes(limits.vectorBytes()));
    }

    /// Writes a size with the largest unit that leaves no fraction.
    ///
    /// @param bytes the size
    /// @return such as `64 MiB`
    public static String bytes(long bytes) {
        List<String> units = new ArrayList<>(List.of("bytes", "KiB", "MiB", "GiB"));
        long value = bytes;
        while (units.size() > 1 && value >= KIB && value % KIB == 0) {
            value /= KIB;
            units.removeFirst();
        }
        return value + " " + units.getFirst();
    }

    /// Single values, for people.
    private static final class Words {

        private Words() {}

        /// Quotes what would not be seen or would be misread.
        static String quote(String word) {
            boolean isPlain =
                    !word.isEmpty()
                            && word.codePoints().allMatch(c -> c > ' ' && c != '"' && isShown(c));
            if (isPlain) {
                return word;
            }
            StringBuilder quoted = new StringBuilder("\"");
            word.codePoints().forEach(c -> append(quoted, c));
            return quoted.append('"').toString();
        }

        private static void append(StringBuilder quoted, int c) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (isShown(c)) {
                quoted.appendCodePoint(c);
            } else if (c >= 0xdc80 && c <= 0xdcff) {
                quoted.append("\\x%02x".formatted(c - 0xdc00)); // a byte that is no UTF-8
            } else {
                quoted.append("\\u%04x".formatted(c));
            }
        }

        private static boolean isShown(int c) {
            boolean isSurrogate = c <= 0xffff && Character.isSurrogate((char) c);
            return !Character.isISOControl(c) && !isSurrogate;
        }
    }
}
