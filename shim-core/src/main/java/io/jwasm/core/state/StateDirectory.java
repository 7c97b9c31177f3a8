package io.jwasm.core.state;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
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

    /// The file with the directories of the control group that the launcher has started the daemon
    /// in, a line for each; missing where it has not.
    ///
    /// @return its path
    public Path cgroupFile() {
        return path.resolve("cgroup");
    }

    /// Removes the directory with what is in it, as the daemon's last act before it gives its lock
    /// back. A launcher that claims it meanwhile gets another daemon in it; the log of a crash is
    /// kept.
    ///
    /// @throws IOException when it cannot be removed
    public void removeUnlessClaimed() throws IOException {
        try {
            Files.deleteIfExists(pending());
            Files.deleteIfExists(tasks());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    if (isDaemons(file)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException _) {
            // Claimed, or with something in it that somebody may want to read.
        }
    }

    private static boolean isDaemons(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith("crash-") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// The log of a daemon that may not write to the system's log directory.
    ///
    /// @return its path
    public Path logFile() {
        return path.resolve("daemon.log");
    }
}
