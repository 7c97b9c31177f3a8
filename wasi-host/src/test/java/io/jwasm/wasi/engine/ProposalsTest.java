package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.GuestExit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Guests may use these proposals, in each tier. `try_table` stands in [ModuleSharingTest], what is
/// refused in [ModuleErrorTest].
class ProposalsTest {

    static Stream<Arguments> guests() {
        return Stream.of(Tier.values())
                .flatMap(tier ->
                        Stream.of(
                                        "sign-extension",
                                        "saturating-conversions",
                                        "bulk-memory",
                                        "multiple-values",
                                        "reference-types",
                                        "tail-calls",
                                        "extended-constants",
                                        "multiple-memories")
                                .map(function -> Arguments.of(tier, function)));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("guests")
    void aGuestGetsWhatTheProposalSays(Tier tier, String function) throws Exception {
        try (TestEngine engine = new TestEngine(tier)) {
            assertThat(engine.run(TestEngine.resource("proposals.wasm"), function))
                    .isEqualTo(new GuestExit.Exited(0));
        }
    }
}
