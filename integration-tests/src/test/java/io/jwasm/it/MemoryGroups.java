package io.jwasm.it;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the host keeps the memory of its control groups, by the version that it has.
///
/// @param root the group that all others are in
/// @param limitFile a group's file with its limit
/// @param usageFile a group's file with what it uses
record MemoryGroups(Path root, String limitFile, String usageFile) {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    static MemoryGroups ofHost() {
        return Files.exists(MOUNT.resolve("cgroup.controllers"))
                ? new MemoryGroups(MOUNT, "memory.max", "memory.current")
                : new MemoryGroups(
                        MOUNT.resolve("memory"), "memory.limit_in_bytes", "memory.usage_in_bytes");
    }

    Path limit(Path group) {
        return root.resolve(group).resolve(limitFile);
    }

    Path usage(Path group) {
        return root.resolve(group).resolve(usageFile);
    }
}
