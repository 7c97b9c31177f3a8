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
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Loops whose bodies are functions do what they did.
class HotLoopsTest {

    private static final String GUEST = "/io/jwasm/wasi/guests/splits.wasm";

    /// What the program prints that was built for the host from the same source.
    private static final String CHECKSUM = "4510a65ef7688df5\n";

    private static final int ROUNDS = 3_000;
    private static final long SEED = 26;

    @TempDir private Path directory;

    private static byte[] guest() throws IOException {
        try (InputStream file = HotLoopsTest.class.getResourceAsStream(GUEST)) {
            return Objects.requireNonNull(file, GUEST).readAllBytes();
        }
    }

    private void requireRightResult(byte[] bytes, Tier tier) throws Exception {
        Path module = Files.write(directory.resolve("loops.wasm"), bytes);
        try (ModuleRunner runner = new ModuleRunner(tier)) {
            ModuleRunner.Outcome outcome = runner.run(module, directory);
            assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
            assertThat(outcome.stdout()).isEqualTo(CHECKSUM);
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void partsDoWhatTheLoopsDid(Tier tier) throws Exception {
        HotLoops.Versions versions = HotLoops.split(guest());
        requireRightResult(versions.interpreted(), tier);
        requireRightResult(versions.compiled(), tier);
    }

    @Test
    void bothVersionsHaveTheSameFunctions() throws Exception {
        HotLoops.Versions versions = HotLoops.split(guest());
        CodeLayout interpreted = CodeLayout.of(versions.interpreted());
        CodeLayout compiled = CodeLayout.of(versions.compiled());
        CodeLayout before = CodeLayout.of(guest());

        assertThat(interpreted.functions())
                .isEqualTo(compiled.functions())
                .isGreaterThan(before.functions());
        assertThat(compiled.codeBytes(0, before.functions()))
                .isEqualTo(before.codeBytes(0, before.functions()));
    }

    @Test
    void moduleWithoutLoopsStaysAsItIs() {
        byte[] empty = HexFormat.of().parseHex("0061736d01000000");
        assertThat(HotLoops.split(empty).interpreted()).isSameAs(empty);
        assertThat(HotLoops.split(empty).compiled()).isSameAs(empty);
    }

    /// Whatever is wrong with the bytes is the decoder's to say.
    @Test
    void brokenModulesEndTheSplitterWithoutHarm() throws Exception {
        byte[] module = guest();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] broken = module.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                broken[random.nextInt(8, broken.length)] = (byte) random.nextInt();
            }
            if (round % 3 == 0) {
                broken = Arrays.copyOf(broken, random.nextInt(8, broken.length));
            }
            assertThat(HotLoops.split(broken).interpreted()).isNotEmpty();
        }
    }
}
