package io.jwasm.core.cli;

import io.jwasm.linux.ByteText;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.nio.file.Path;

/// Paths of the host as a user types them: bytes, which `java.nio` takes only where they are UTF-8.
final class HostPath {

    /// Where the kernel shows this process's descriptors.
    static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private HostPath() {}

    /// Makes a path absolute.
    ///
    /// @param text the path, as [ByteText] has it
    static String absolute(String text) {
        if (!ByteText.hasBytes(text)) {
            return Path.of(text).toAbsolutePath().normalize().toString();
        }
        return text.startsWith("/") ? text : Path.of("").toAbsolutePath() + "/" + text;
    }

    static boolean exists(String text) {
        try (HostFd _ = Descriptors.open(text, OpenFlags.O_PATH, 0)) {
            return true;
        } catch (ErrnoException _) {
            return false;
        }
    }

    /// A path that `java.nio` takes. One that it cannot write is opened, and stays open as long as
    /// this process lives, and its descriptor's path stands for it.
    static Path readable(String text) throws ErrnoException {
        if (!ByteText.hasBytes(text)) {
            return Path.of(text);
        }
        int number = Descriptors.open(text, OpenFlags.O_PATH, 0).number();
        return DESCRIPTORS.resolve(Integer.toString(number));
    }
}
