package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the daemon's AOT cache holds. A class that it lacks costs a new daemon's first container a
/// millisecond or more: it is read from its jar, and verified.
class AotCacheIT {

    @TempDir Path folder;

    @Test
    void allClassesOfAContainersLifeAreInTheCache() throws IOException {
        List<String> loaded = classesOfALife();

        assertThat(loaded).filteredOn(line -> line.contains("source: file:")).isEmpty();
        assertThat(loaded)
                .filteredOn(line -> line.contains("source: shared objects file"))
                .hasSizeGreaterThan(3000);
    }

    private List<String> classesOfALife() throws IOException {
        Path classes = folder.resolve("classes.log");
        String option = "-Xlog:class+load:file=" + classes;
        try (Stack stack =
                new Stack(
                        Shim.JWASM,
                        Release.V2_1,
                        (release, shims) ->
                                Setup.plain(release, shims).with("JWASM_DAEMON_OPTIONS", option))) {
            stack.probe("echo", "one").run().orThrow();
            String id = stack.detached("spin");
            stack.ctr("tasks", "pause", id).orThrow();
            stack.ctr("tasks", "resume", id).orThrow();
            stack.ctr("tasks", "metrics", id).orThrow();
            stack.ctr("tasks", "kill", "--signal", "KILL", id).orThrow();
            stack.ctr("tasks", "delete", id);
        }
        return Files.readAllLines(classes);
    }
}
