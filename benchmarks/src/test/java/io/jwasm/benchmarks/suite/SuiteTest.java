package io.jwasm.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jwasm.benchmarks.suite.Workload.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shell scripts stand for programs and modules.
class SuiteTest {

    private static final Workload WORKLOAD = new Workload("work", Kind.KERNEL, 50, 5);
    private static final Engine SHELL = Engine.of("shell", "/bin/sh");

    @TempDir Path folder;

    @BeforeEach
    void thisMachineTakesItsSizeForEachRound() throws IOException {
        Path program = Files.writeString(folder.resolve("work"), script("$1", "0a"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static String script(String nanos, String checksum) {
        return """
        #!/bin/sh
        round=0
        while [ "$round" -lt "$2" ]; do echo "round %s"; round=$((round + 1)); done
        echo "checksum %s"
        """
                .formatted(nanos, checksum);
    }

    private List<Result> measure(Engine... engines) throws InterruptedException {
        return new Suite(List.of(folder), 2, 4, _ -> {}).measure(WORKLOAD, List.of(engines));
    }

    private void module(String text) throws IOException {
        Files.writeString(folder.resolve("work.wasm"), text);
    }

    @Test
    void ratioIsTakenAtTheSizeThatTheEngineGot() throws Exception {
        module(script("$(($1 * 3))", "0a"));

        List<Result> results = measure(SHELL, SHELL.interpreting());

        assertThat(results).extracting(Result::size).containsExactly(50, 5);
        assertThat(results)
                .allSatisfy(result -> {
                    assertThat(result.ratio()).isCloseTo(3, within(1e-9));
                    assertThat(result.runs()).hasSize(2);
                });
    }

    @Test
    void anotherChecksumIsAFailure() throws Exception {
        module(script("1", "0b"));

        Result result = measure(SHELL).getFirst();

        assertThat(result.runs()).isEmpty();
        assertThat(result.failure()).hasValue("checksums differ: native [0a], all [0a, 0b]");
    }

    @Test
    void whatAFailingProgramSaidIsTold() throws Exception {
        module("echo no such import >&2; exit 3");

        assertThat(measure(SHELL).getFirst().failure()).hasValue("exit code 3: no such import");
    }

    @Test
    void reportHoldsRatiosMeanAndEveryRound() throws Exception {
        module(script("$(($1 * 3))", "0a"));
        Engine missing = new Engine("gone", List.of("/bin/false"), Map.of(), "", false);
        Report report = new Report(List.of(SHELL, missing));
        report.add(WORKLOAD, measure(SHELL, missing));

        assertThat(report.ratioTable())
                .contains("| workload | native, ms | shell | gone |")
                .contains("| work | 0.00 | 3.00 | – |")
                .contains("| **kernels, geometric mean** | | **3.00** | **–** |");
        assertThat(report.csv())
                .startsWith("workload,engine,size,repeat,round,nanos\n")
                .contains("work,shell,50,1,3,150\n", "work,native,50,0,0,50\n");
        assertThat(report.failures()).startsWith("work, gone: exit code 1");
        assertThat(new SvgPlot(report).draw("a < b")).contains("a &lt; b").contains(">3.00<");
    }
}
