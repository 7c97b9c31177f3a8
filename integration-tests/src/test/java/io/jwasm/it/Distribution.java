package io.jwasm.it;

import io.jwasm.it.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The distribution under test: what `dist` packed, unpacked once for each run, or one that is
/// ready.
public final class Distribution {
    private static @Nullable Path unpacked;

    private Distribution() {}

    /// Its top folder.
    ///
    /// @return the folder
    public static synchronized Path require() {
        Path top = unpacked;
        if (top == null) {
            top = unpack();
            unpacked = top;
        }
        return top;
    }

    private static Path unpack() {
        String ready = System.getProperty("jwasm.it.distribution", "");
        if (!ready.isEmpty()) {
            return Path.of(ready);
        }
        Path project = Path.of(System.getProperty("jwasm.it.project", ".."));
        Path target = Path.of(System.getProperty("jwasm.it.target", "target"));
        try {
            Path folder = Files.createDirectories(target.resolve("distribution"));
            Path archive = only(project.resolve("dist/target"), "jwasm-*-linux-*.tar.gz");
            Command.of("rm", "-rf", folder.toString()).run().orThrow();
            Files.createDirectories(folder);
            Command.of("tar", "-xzf", archive.toString(), "-C", folder.toString()).run().orThrow();
            return only(folder, "jwasm-*").toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path folder, String glob) throws IOException {
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(path -> matcher.matches(path.getFileName())).toList();
            if (all.size() != 1) {
                throw new IllegalStateException(
                        "%s/%s: %d files; package the module dist first"
                                .formatted(folder, glob, all.size()));
            }
            return all.getFirst();
        }
    }
}
