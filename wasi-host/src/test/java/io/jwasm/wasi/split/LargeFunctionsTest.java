package io.jwasm.wasi.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.engine.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that are split do what they did.
class LargeFunctionsTest {

    private static final long SEED = 25;

    @TempDir private Path directory;

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
                LargeFunctions.split(
                        SplitGuest.bytes(), new LargeFunctions.Limits(whole, smallest, largest));
        assertThat(CodeLayout.of(split).functions())
                .isGreaterThan(CodeLayout.of(SplitGuest.bytes()).functions());
        SplitGuest.requireRightResult(split, tier, directory);
    }

    @Test
    void moduleWithoutLargeFunctionsStaysAsItIs() throws Exception {
        byte[] module = SplitGuest.bytes();
        assertThat(LargeFunctions.split(module)).isSameAs(module);
    }

    /// Whatever is wrong with the bytes is the decoder's to say.
    @Test
    void brokenModulesEndTheSplitterWithoutHarm() throws Exception {
        LargeFunctions.Limits limits = new LargeFunctions.Limits(60, 12, 200);
        assertThat(SplitGuest.broken(SEED))
                .allSatisfy(
                        broken -> assertThat(LargeFunctions.split(broken, limits)).isNotEmpty());
    }
}
