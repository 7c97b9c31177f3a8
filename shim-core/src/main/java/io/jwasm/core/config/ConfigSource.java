package io.jwasm.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a daemon's configuration comes from: a file, then system properties, which go before it.
/// Immutable.
///
/// @param file the file, which must be there; empty where there is none
/// @param properties the system properties by name, also those that are not ours
public record ConfigSource(Optional<Path> file, Map<String, String> properties) {

    private static final Path USUAL = Path.of("/etc/jwasm/config.toml");

    /// The largest document that is read: ours have a few dozen lines.
    private static final long MAX_BYTES = 1 << 20;

    /// Copies the properties.
    public ConfigSource {
        properties = Map.copyOf(properties);
    }

    /// The file of that name and the properties of this JVM.
    ///
    /// @param file the file; empty where there is none
    /// @return the source
    public static ConfigSource ofSystem(Optional<Path> file) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(Setting.PROPERTY)) {
                properties.put(name, System.getProperty(name));
            }
        }
        return new ConfigSource(file, properties);
    }

    /// Finds the file as the launcher does for the daemon (`locate_config`).
    ///
    /// @param environment the variables of whoever calls
    /// @return the file that `JWASM_CONFIG` names, or the usual one where it is there
    public static Optional<Path> find(Map<String, String> environment) {
        String named = environment.getOrDefault("JWASM_CONFIG", "");
        return named.isEmpty()
                ? Optional.of(USUAL).filter(Files::exists)
                : Optional.of(Path.of(named));
    }

    List<Assignment> read() {
        List<Assignment> assignments = new ArrayList<>();
        file.ifPresent(path -> assignments.addAll(document(path)));
        properties.forEach((name, text) -> {
            if (name.startsWith(Setting.PROPERTY)) {
                String key = name.substring(Setting.PROPERTY.length());
                requireDaemonsOwn(name, key);
                assignments.add(new Assignment("system property \"" + name + '"', key, text));
            }
        });
        return assignments;
    }

    /// The launcher, which divides the containers and knows the jars, does not see the properties
    /// of a JVM that it has yet to start.
    private static void requireDaemonsOwn(String name, String key) {
        if (key.equals(Settings.ISOLATION.key()) || key.equals(Settings.PROTOCOL.key())) {
            throw new ConfigException(
                    "system property \"%s\": it is set in the file or in the variable JWASM_%s"
                            .formatted(name, key.toUpperCase(Locale.ROOT)));
        }
    }

    static List<Assignment> document(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new ConfigException(
                        "%s: has %d bytes, more than the %d of a configuration"
                                .formatted(path, Files.size(path), MAX_BYTES));
            }
            return TomlDocument.parse(path.toString(), Files.readString(path));
        } catch (NoSuchFileException missing) {
            throw new ConfigException(path + ": no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new ConfigException(path + ": may not be read", denied);
        } catch (CharacterCodingException malformed) {
            throw new ConfigException(path + ": is not in UTF-8", malformed);
        } catch (IOException failure) {
            throw new ConfigException(path + ": cannot be read: " + failure.getMessage(), failure);
        }
    }
}
