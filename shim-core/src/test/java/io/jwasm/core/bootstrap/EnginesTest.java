package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jwasm.wasi.engine.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesTest {

    @ParameterizedTest
    @CsvSource({"interpreter, INTERPRETER", "compiler, COMPILER", "adaptive, ADAPTIVE"})
    void tierIsChosenByName(String name, Tier tier) {
        assertThat(Engines.tier(name)).isEqualTo(tier);
    }

    @Test
    void tierIsAdaptiveUnlessChosen() {
        assertThat(Engines.tier(null)).isEqualTo(Tier.ADAPTIVE);
    }

    @Test
    void unknownTierIsNamedWithTheOnesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engines.tier("jit"))
                .withMessage(
                        "jwasm.engine.tier: \"jit\" is none of interpreter, compiler, adaptive");
    }
}
