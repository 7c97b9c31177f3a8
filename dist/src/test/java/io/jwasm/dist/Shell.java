package io.jwasm.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The shells that may be `/bin/sh` where the launcher runs.
enum Shell {
    DASH("dash"),
    BASH("bash"),
    BUSYBOX("busybox");

    private final String program;

    Shell(String program) {
        this.program = program;
    }

    /// The command that runs a script; skips the test where the shell is missing.
    List<String> command() {
        Optional<Path> found =
                Stream.of("/bin", "/usr/bin")
                        .map(folder -> Path.of(folder, program))
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(found.isPresent(), program + " is not installed");
        String path = found.orElseThrow().toString();
        return switch (this) {
            case DASH -> List.of(path);
            case BASH -> List.of(path, "--posix"); // As it is under the name sh.
            case BUSYBOX -> List.of(path, "sh");
        };
    }
}
