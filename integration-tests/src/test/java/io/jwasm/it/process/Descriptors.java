package io.jwasm.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a process has open at one moment, by the links of `/proc/PID/fd`; numbers within names are
/// left out, so that all sockets count as one kind.
///
/// @param kinds how many there are of each
public record Descriptors(Map<String, Integer> kinds) {
    /// Keeps a sorted copy.
    public Descriptors {
        kinds = new TreeMap<>(kinds);
    }

    /// Looks at a process.
    ///
    /// @param pid the process
    /// @return what it has open
    public static Descriptors of(long pid) {
        Map<String, Integer> kinds = new TreeMap<>();
        Path folder = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                kinds.merge(kind(each), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Descriptors(kinds);
    }

    private static String kind(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().replaceAll("[0-9]+", "N");
        } catch (IOException _) {
            return "closed"; // Between listing and reading.
        }
    }

    /// How many there are.
    ///
    /// @return the sum of all kinds
    public int count() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Tells what there is more of than in an earlier moment.
    ///
    /// @param earlier that moment
    /// @return kinds and by how many each grew, empty when none did
    public Map<String, Integer> since(Descriptors earlier) {
        return kinds.entrySet().stream()
                .filter(entry -> entry.getValue() > earlier.kinds.getOrDefault(entry.getKey(), 0))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry ->
                                        entry.getValue()
                                                - earlier.kinds.getOrDefault(entry.getKey(), 0),
                                (one, _) -> one,
                                TreeMap::new));
    }
}
