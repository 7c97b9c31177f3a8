package io.jwasm.wasi.engine.disk;

import io.jwasm.linux.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;

/// Makes sure that nobody else can have put anything where classes are read from that run in this
/// process.
final class CacheDirectory {

    private static final int OTHERS_WRITE = 0022; // S_IWGRP | S_IWOTH
    private static final int ROOT = 0;

    private CacheDirectory() {}

    /// Makes the directory unless it is there, and checks it.
    static void prepare(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no directory");
        }
        requireOwn(directory);
    }

    /// Checks that a file or directory is this user's, or root's, and that no other user can write
    /// it.
    static void requireOwn(Path path) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int uid = (int) Objects.requireNonNull(attributes.get("uid"));
        int mode = (int) Objects.requireNonNull(attributes.get("mode"));
        if (uid != CurrentProcess.effectiveUserId() && uid != ROOT) {
            throw new IOException("it belongs to user %d".formatted(uid));
        }
        if ((mode & OTHERS_WRITE) != 0) {
            throw new IOException("others may write it (mode %o)".formatted(mode & 07777));
        }
    }
}
