package io.jwasm.wasi.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.GuestExit;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.testing.ModuleRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program of many kinds of loops, branches and results, whose checksum tells whether what was
/// split does what it did.
final class SplitGuest {

    private static final String GUEST = "/io/jwasm/wasi/guests/splits.wasm";

    /// What the program prints that was built for the host from the same source.
    private static final String CHECKSUM = "4510a65ef7688df5\n";

    private static final int ROUNDS = 3_000;

    private SplitGuest() {}

    static byte[] bytes() throws IOException {
        try (InputStream file = SplitGuest.class.getResourceAsStream(GUEST)) {
            return Objects.requireNonNull(file, GUEST).readAllBytes();
        }
    }

    static void requireRightResult(byte[] split, Tier tier, Path directory) throws Exception {
        Path module = Files.write(directory.resolve("split.wasm"), split);
        try (ModuleRunner runner = new ModuleRunner(tier)) {
            ModuleRunner.Outcome outcome = runner.run(module, directory);
            assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
            assertThat(outcome.stdout()).isEqualTo(CHECKSUM);
        }
    }

    /// The program with some of its bytes replaced or its end cut off.
    static Stream<byte[]> broken(long seed) throws IOException {
        byte[] module = bytes();
        Random random = new Random(seed);
        return IntStream.range(0, ROUNDS).mapToObj(round -> broken(module, round, random));
    }

    private static byte[] broken(byte[] module, int round, Random random) {
        byte[] broken = module.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            broken[random.nextInt(8, broken.length)] = (byte) random.nextInt();
        }
        return round % 3 == 0 ? Arrays.copyOf(broken, random.nextInt(8, broken.length)) : broken;
    }
}
