package io.jwasm.it;

import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a guest has written so far to a file.
final class Lines {
    private Lines() {}

    /// The lines that are complete.
    static List<String> of(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until there are so many.
    static void await(Path file, int count) {
        Eventually.require(
                Duration.ofSeconds(60),
                () -> of(file).size() >= count,
                () -> file + " has " + of(file).size() + " lines, wanted " + count);
    }
}
