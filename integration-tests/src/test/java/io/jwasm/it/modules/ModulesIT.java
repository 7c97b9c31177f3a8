package io.jwasm.it.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.Guests;
import io.jwasm.it.peer.FetchedParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a module's first and next starts cost, and what is left of it.
///
/// `scripts/bench-modules` runs it with all that it measures and prints the tables; in a usual run
/// of the tests it only shows that each way works, with the programs that are in the project.
@Timeout(1800)
class ModulesIT {
    private static final Scale SCALE = Scale.chosen();
    private static final List<String> PARTS =
            List.of(
                    System.getProperty("jwasm.it.modules", "start,shared,dropped,density")
                            .split(","));

    private final Path folder;

    ModulesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private static void assumePart(String part) {
        assumeTrue(PARTS.contains(part), part + " was not asked for");
    }

    private static byte[] fetched(String part) throws IOException {
        assumeTrue(SCALE != Scale.TINY, "scripts/bench-modules takes programs of others");
        return Files.readAllBytes(FetchedParts.PROGRAMS.require(part).resolve("main.wasm"));
    }

    @Test
    void aSmallModuleStarts() throws Exception {
        assumePart("start");
        StartPart part = new StartPart(SCALE, folder, Guests.bytes("greeting.wasm"), List.of());
        assertThat(part.measure("hello", "Hello in C")).isPositive();
    }

    @Test
    void aModuleOfAMegabyteStarts() throws Exception {
        assumePart("start");
        StartPart part = new StartPart(SCALE, folder, fetched("sqlite"), List.of("--version"));
        assertThat(part.measure("sqlite", "SQLite's shell, `--version`")).isPositive();
    }

    @Test
    void aModuleOfTwentyMegabytesStarts() throws Exception {
        assumePart("start");
        StartPart part = new StartPart(SCALE, folder, fetched("python"), List.of("--version"));
        assertThat(part.measure("python", "CPython, `--version`")).isPositive();
    }

    @Test
    void laterContainersFindTheModuleCompiled() throws Exception {
        assumePart("shared");
        new SharedPart(SCALE).measureNext();
    }

    @Test
    void aModuleNewToTwentyContainersIsCompiledOnce() throws Exception {
        assumePart("shared");
        assertThat(new SharedPart(SCALE).measureAtOnce()).isEqualTo(1);
    }

    @Test
    void droppedModulesGiveBackWhatTheyHeld() throws Exception {
        assumePart("dropped");
        DroppedPart.Sizes sizes = new DroppedPart(SCALE).measure();
        assertThat(sizes.dropped().classes()).isLessThan(sizes.loaded().classes());
        assertThat(sizes.dropped().metaspace()).isLessThan(sizes.loaded().metaspace());
    }

    @Test
    void idleContainersAreCounted() throws Exception {
        assumePart("density");
        DensityPart.Cost cost = new DensityPart(SCALE).measure();
        assertThat(cost.anchors()).isPositive();
        // What few containers cost is less than what a daemon's own memory comes and goes.
        if (SCALE != Scale.TINY) {
            assertThat(cost.more()).isPositive();
        }
    }
}
