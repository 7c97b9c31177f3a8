package io.jwasm.wasi.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.engine.Tier;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Loops whose bodies are functions do what they did.
class HotLoopsTest {

    private static final long SEED = 26;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(Tier.class)
    void partsDoWhatTheLoopsDid(Tier tier) throws Exception {
        HotLoops.Versions versions = HotLoops.split(SplitGuest.bytes());
        SplitGuest.requireRightResult(versions.interpreted(), tier, directory);
        SplitGuest.requireRightResult(versions.compiled(), tier, directory);
    }

    @Test
    void bothVersionsHaveTheSameFunctions() throws Exception {
        HotLoops.Versions versions = HotLoops.split(SplitGuest.bytes());
        CodeLayout interpreted = CodeLayout.of(versions.interpreted());
        CodeLayout compiled = CodeLayout.of(versions.compiled());
        CodeLayout before = CodeLayout.of(SplitGuest.bytes());

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
        assertThat(SplitGuest.broken(SEED))
                .allSatisfy(
                        broken -> assertThat(HotLoops.split(broken).interpreted()).isNotEmpty());
    }
}
