package io.jwasm.core.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// The directory of one daemon, which is one for each containerd address and namespace. Immutable.
///
/// It is on a memory file system and private to its user. The launcher reads and writes in it too,
/// so names and formats are a contract with a shell script.
///
/// @param path the absolute path
public record StateDirectory(Path path) {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private static final Path SELF = Path.of("/proc/self/stat");

    /// Checks the path.
    public StateDirectory {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("state directory \"" + path + "\" is not absolute");
        }
    }

    /// Makes the directory and its parts where they are missing, for the owner alone.
    ///
    /// @param path the absolute path
    /// @return the directory
    /// @throws IOException when a part cannot be made, or another user was here before
    public static StateDirectory prepare(Path path) throws IOException {
        StateDirectory state = new StateDirectory(path);
        createPrivate(path);
        if (!ownerOf(path).equals(ownerOf(SELF))) {
            throw new IOException("state directory \"" + path + "\" belongs to another user");
        }
        createPrivate(state.tasks());
        createPrivate(state.pending());
        return state;
    }

    private static Object ownerOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /// Makes a directory, and its parents, for the owner alone.
    ///
    /// @param directory the directory; may exist
    /// @throws IOException when it cannot be made
    public static void createPrivate(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createPrivate(parent);
        }
        try {
            Files.createDirectory(directory, PRIVATE);
        } catch (FileAlreadyExistsException _) {
            // The launcher, or another daemon that starts now, was faster.
        }
    }

    /// The file that tells the launcher where a live daemon listens.
    ///
    /// @return its path
    public Path daemonFile() {
        return path.resolve("daemon");
    }

    /// The file whose lock decides between two daemons.
    ///
    /// @return its path
    public Path lockFile() {
        return path.resolve("lock");
    }

    /// The directory with one file for each container.
    ///
    /// @return its path
    public Path tasks() {
        return path.resolve("tasks");
    }

    /// The directory with one empty file for each container that the launcher was asked to start.
    ///
    /// @return its path
    public Path pending() {
        return path.resolve("pending");
    }

    /// The log of a daemon that may not write to the system's log directory.
    ///
    /// @return its path
    public Path logFile() {
        return path.resolve("daemon.log");
    }
}
