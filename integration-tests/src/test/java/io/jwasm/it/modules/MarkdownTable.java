package io.jwasm.it.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A table as Markdown, printed for `scripts/bench-modules` and left in a file; not thread-safe.
final class MarkdownTable {
    private static final Path FOLDER =
            Path.of(System.getProperty("jwasm.it.project", ".."), "target", "bench-modules");

    private final List<String> lines = new ArrayList<>();

    /// @param title the first column's heading
    /// @param columns the other headings
    MarkdownTable(String title, String... columns) {
        row(title, columns);
        lines.add("|---|" + "---:|".repeat(columns.length));
    }

    void row(String title, String... cells) {
        lines.add("| %s | %s |".formatted(title, String.join(" | ", cells)));
    }

    /// Prints it and leaves it in `target/bench-modules`.
    ///
    /// @param name the file's name
    /// @param caption what it shows
    void publish(String name, String caption) {
        List<String> all = new ArrayList<>(List.of("**" + caption + "**", ""));
        all.addAll(lines);
        all.add("");
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name + ".md"), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.forEach(line -> IO.println("[modules] " + line));
    }
}
