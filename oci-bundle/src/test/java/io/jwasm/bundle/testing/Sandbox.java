package io.jwasm.bundle.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory to unpack into, beside a file that must stay as it is. Removed when it is closed.
public final class Sandbox implements AutoCloseable {

    private static final String CONTENT = "untouched";

    private final Path directory;

    private Sandbox(Path directory) {
        this.directory = directory;
    }

    /// Makes the directories.
    ///
    /// @return the sandbox
    /// @throws IOException when that fails
    public static Sandbox create() throws IOException {
        Sandbox sandbox = new Sandbox(Files.createTempDirectory("jwasm-sandbox-"));
        Files.createDirectory(sandbox.inside());
        Files.createDirectory(sandbox.directory.resolve("outside"));
        Files.writeString(sandbox.witness(), CONTENT);
        return sandbox;
    }

    /// The directory that holds all.
    ///
    /// @return an absolute path
    public Path directory() {
        return directory;
    }

    /// The directory to unpack into.
    ///
    /// @return an absolute path
    public Path inside() {
        return directory.resolve("inside");
    }

    /// Tells whether all but the directory to unpack into is as it was made.
    ///
    /// @return false when a file was changed, added or removed
    /// @throws IOException when it cannot be read
    public boolean isOutsideUntouched() throws IOException {
        return names(directory).equals(Set.of("inside", "outside"))
                && names(directory.resolve("outside")).equals(Set.of("file"))
                && Files.readString(witness()).equals(CONTENT);
    }

    /// Removes all.
    ///
    /// @throws IOException when that fails
    @Override
    public void close() throws IOException {
        Files.walkFileTree(directory, new Removal());
    }

    private Path witness() {
        return directory.resolve("outside/file");
    }

    private static Set<String> names(Path of) throws IOException {
        try (Stream<Path> paths = Files.list(of)) {
            return paths.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
