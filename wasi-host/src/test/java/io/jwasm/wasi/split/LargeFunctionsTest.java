package io.jwasm.wasi.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that are split do what they did.
class LargeFunctionsTest {

    private static final String GUEST = "/io/jwasm/wasi/guests/splits.wasm";

    /// What the program prints that was built for the host from the same source.
    private static final String CHECKSUM = "4510a65ef7688df5\n";

    private static final int ROUNDS = 3_000;
    private static final long SEED = 25;

    @TempDir private Path directory;

    private static byte[] guest() throws IOException {
        try (InputStream file = LargeFunctionsTest.class.getResourceAsStream(GUEST)) {
            return Objects.requireNonNull(file, GUEST).readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INTERPRETER, 60, 12, 200",
        "INTERPRETER, 200, 40, 1000",
        "COMPILER, 60, 12, 200",
        "COMPILER, 60, 30, 60",
        "COMPILER, 200, 40, 1000",
        "COMPILER, 1000, 100, 4000",
    })
    void partsDoWhatTheWholeDid(Tier tier, int whole, int smallest, int largest) throws Exception {
        byte[] split =
                LargeFunctions.split(guest(), new LargeFunctions.Limits(whole, smallest, largest));
        assertThat(CodeLayout.of(split).functions())
                .isGreaterThan(CodeLayout.of(guest()).functions());
        Path module = Files.write(directory.resolve("split.wasm"), split);
        try (ModuleRunner runner = new ModuleRunner(tier)) {
            ModuleRunner.Outcome outcome = runner.run(module, directory);
            assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
            assertThat(outcome.stdout()).isEqualTo(CHECKSUM);
        }
    }

    @Test
    void moduleWithoutLargeFunctionsStaysAsItIs() throws Exception {
        byte[] module = guest();
        assertThat(LargeFunctions.split(module)).isSameAs(module);
    }

    /// Whatever is wrong with the bytes is the decoder's to say.
    @Test
    void brokenModulesEndTheSplitterWithoutHarm() throws Exception {
        byte[] module = guest();
        LargeFunctions.Limits limits = new LargeFunctions.Limits(60, 12, 200);
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] broken = module.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                broken[random.nextInt(8, broken.length)] = (byte) random.nextInt();
            }
            if (round % 3 == 0) {
                broken = Arrays.copyOf(broken, random.nextInt(8, broken.length));
            }
            assertThat(LargeFunctions.split(broken, limits)).isNotEmpty();
        }
    }
}
