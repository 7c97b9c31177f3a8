package io.jwasm.core.config;

import io.jwasm.api.task.RuntimeOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a daemon was told to behave, and how it is to run each of its containers. Immutable.
public final class Configuration {

    /// What containerd's CRI plugin leaves in a body that it makes of its own configuration.
    private static final String CRI_TYPE = "TypeUrl";

    private final Values values;
    private final DaemonConfig daemon;

    private Configuration(Values values) {
        this.values = values;
        this.daemon = DaemonConfig.of(values);
    }

    /// The defaults on a JVM with so much heap.
    ///
    /// @param heapBytes the most that the JVM's heap may take
    /// @return the configuration
    public static Configuration defaults(long heapBytes) {
        return new Configuration(Values.defaults(heapBytes));
    }

    /// Reads a configuration.
    ///
    /// @param source where from
    /// @param heapBytes the most that the JVM's heap may take
    /// @return the configuration, with defaults for what is not set
    /// @throws ConfigException when it cannot be read or obeyed
    public static Configuration read(ConfigSource source, long heapBytes) {
        return new Configuration(Values.defaults(heapBytes).with(source.read()));
    }

    /// How the daemon behaves.
    ///
    /// @return what the file and the properties say
    public DaemonConfig daemon() {
        return daemon;
    }

    /// How containers are divided among daemons.
    ///
    /// @return what the file says
    public Isolation isolation() {
        return values.get(Settings.ISOLATION);
    }

    /// What containerd is to speak to the daemon.
    ///
    /// @return what the file says
    public Protocol protocol() {
        return values.get(Settings.PROTOCOL);
    }

    /// How one container is run. Its runtime options replace what the file says for all; its
    /// annotations, which may be somebody else's, can only narrow what comes of that.
    ///
    /// @param options the runtime options that its client gave
    /// @param annotations its annotations, also those that are not ours
    /// @return the configuration of the container
    /// @throws ConfigException when one of them cannot be obeyed
    public ContainerConfig container(RuntimeOptions options, Map<String, String> annotations) {
        List<Assignment> narrowing = narrowing(annotations);
        List<Assignment> replacing = replacing(options);
        return narrowing.isEmpty() && replacing.isEmpty()
                ? daemon.containers()
                : ContainerConfig.of(values.withOptions(replacing).narrowed(narrowing));
    }

    private static List<Assignment> replacing(RuntimeOptions options) {
        List<Assignment> assignments = new ArrayList<>();
        if (!options.configPath().isEmpty()) {
            assignments.addAll(ConfigSource.document(path(options.configPath())));
        }
        if (!options.configBody().isBlank()) {
            assignments.addAll(TomlDocument.parse("runtime options", options.configBody()));
            assignments.removeIf(assignment -> assignment.key().equals(CRI_TYPE));
        }
        return assignments;
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException _) {
            // As a relative one: nothing that this process could open.
        }
        throw new ConfigException(
                "runtime options: path \"%s\" is not an absolute path".formatted(text));
    }

    private static List<Assignment> narrowing(Map<String, String> annotations) {
        List<Assignment> assignments = new ArrayList<>();
        annotations.forEach((name, text) -> {
            if (name.startsWith(Setting.ANNOTATION)) {
                String key = name.substring(Setting.ANNOTATION.length());
                assignments.add(new Assignment("annotation \"" + name + '"', key, text));
            }
        });
        return assignments;
    }
}
