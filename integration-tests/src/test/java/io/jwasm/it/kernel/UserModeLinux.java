package io.jwasm.it.kernel;

import io.jwasm.it.peer.Peers;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Linux kernel that runs as a program, on one processor, with cgroup v2 alone. It sees the
/// machine's files; what it writes is lost, but for one folder.
///
/// @param out that folder
public record UserModeLinux(Path out) {
    private static final String PART = "user-mode-linux";
    private static final int MEBIBYTES = 3072;

    /// Runs a script as root to its end.
    ///
    /// @param script for `sh`
    /// @param longest how long all of it may take
    /// @return what it printed, on both streams
    /// @throws AssertionError when the script fails, or the kernel before it
    public List<String> run(String script, Duration longest) {
        Path folder = Peers.require(PART);
        Path busybox = Peers.require("tools").resolve("bin/busybox");
        try {
            Files.createDirectories(out);
            Files.deleteIfExists(out.resolve("status"));
            Files.writeString(out.resolve("go"), script);
            Path init = init();
            Outcome kernel =
                    Command.of(
                                    // It ends with us, however we end: on SIGTERM it ends what it
                                    // is made of, on SIGKILL it would leave some of it.
                                    "setpriv",
                                    "--pdeathsig",
                                    "TERM",
                                    folder.resolve("usr/bin/linux.uml").toString(),
                                    "mem=" + MEBIBYTES + "M",
                                    "rootfstype=hostfs",
                                    "root=/dev/root",
                                    "ro",
                                    "quiet",
                                    "con=null",
                                    "con0=null,fd:1",
                                    "init=" + init,
                                    "JWIT_BUSYBOX=" + busybox,
                                    "JWIT_MODULES=" + modules(folder),
                                    "JWIT_OUT=" + out)
                            // Its memory is a file there.
                            .with(Map.of("TMPDIR", "/dev/shm"))
                            .within(longest)
                            .run();
            if (Files.notExists(out.resolve("status"))) {
                throw new AssertionError("the kernel ended early: " + kernel.text());
            }
            List<String> log = Files.readAllLines(out.resolve("log"));
            if (!Files.readString(out.resolve("status")).strip().equals("0")) {
                throw new AssertionError(String.join("\n", log));
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path modules(Path folder) throws IOException {
        try (Stream<Path> releases = Files.list(folder.resolve("usr/lib/uml/modules"))) {
            return releases.findFirst().orElseThrow();
        }
    }

    private Path init() throws IOException {
        Path init = out.resolve("init");
        try (InputStream script = UserModeLinux.class.getResourceAsStream("/kernel/init.sh")) {
            if (script == null) {
                throw new IllegalStateException("no kernel/init.sh among the resources");
            }
            Files.write(init, script.readAllBytes());
        }
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
        return init;
    }
}
