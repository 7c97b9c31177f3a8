package io.jwasm.it.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads `/proc/self/mountinfo`, see proc(5).
public final class MountTable {
    /// The field of a line that holds the mount point.
    private static final int MOUNT_POINT = 4;

    private MountTable() {}

    /// Lists the mounts below a folder.
    ///
    /// @param folder the folder
    /// @return the mount points, in the order they were mounted
    public static List<String> below(Path folder) {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .map(line -> line.split(" ", -1)[MOUNT_POINT])
                    .filter(mount -> mount.startsWith(folder + "/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
