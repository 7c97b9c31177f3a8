package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the daemon's AOT cache holds. A class that it lacks costs a new daemon's first container a
/// millisecond or more: it is read from its jar, and verified.
class AotCacheIT {

    @TempDir Path folder;

    @Test
    void allClassesOfAContainersLifeAreInTheCache() throws Exception {
        List<String> loaded = classesOfALife();

        assertThat(loaded).filteredOn(line -> line.contains("source: file:")).isEmpty();
        assertThat(loaded)
                .filteredOn(line -> line.contains("source: shared objects file"))
                .hasSizeGreaterThan(3000);
    }

    /// The life of a guest that runs until it is killed; its module is compiled meanwhile.
    private List<String> classesOfALife() throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.log");
        String option = "-Xlog:class+load:file=" + classes;
        try (TaskClient daemon = new TaskClient(Map.of("JWASM_DAEMON_OPTIONS", option))) {
            Path output = Files.createFile(folder.resolve("output"));
            daemon.create(
                    "life",
                    daemon.bundleOf("life", "meter.wasm", "\"hold\",\"1\",\"loop\"", "{}"),
                    "",
                    "file://" + output);
            daemon.start("life");
            Lines.await(output, 1);
            daemon.kill("life");
            assertThat(daemon.await("life")).isEqualTo(137);
            daemon.delete("life");
        }
        return Files.readAllLines(classes);
    }
}
