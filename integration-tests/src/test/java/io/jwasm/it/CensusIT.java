package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.census.Census;
import io.jwasm.it.census.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The census sees what a container holds while it runs: else an empty one would say nothing.
@ParameterizedClass
@MethodSource("stacks")
class CensusIT {
    private final Stack stack;

    CensusIT(Stack stack) {
        this.stack = stack;
    }

    static Stream<Stack> stacks() {
        return Stack.forAll();
    }

    @Test
    void runningContainerIsCounted() {
        stack.probe("echo").run().orThrow();
        Census before = Census.settled(stack.containerd(), Census.none(), Duration.ofSeconds(2));

        String id = stack.detached(List.of(), "spin");
        List<String> more = Census.of(stack.containerd()).beyond(before);

        stack.ctr("tasks", "rm", "--force", id);
        stack.ctr("containers", "rm", id).orThrow();
        assertThat(more)
                .anyMatch(line -> line.startsWith(Kind.PROCESS.toString()))
                .anyMatch(line -> line.startsWith(Kind.DESCRIPTOR.toString()))
                .anyMatch(line -> line.startsWith(Kind.FIFO.toString()))
                .anyMatch(line -> line.startsWith(Kind.BUNDLE.toString()))
                .anyMatch(line -> line.startsWith(Kind.FILE.toString()));
    }
}
