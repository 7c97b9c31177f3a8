package io.jwasm.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawProcessTest {

    @Test
    void eachStringEndsWithANul() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("java\0\0ü\0".getBytes(UTF_8));
        bytes.writeBytes(new byte[] {'a', (byte) 0xff, 0});

        assertThat(RawProcess.split(bytes.toByteArray()))
                .containsExactly("java", "", "ü", "a\udcff");
    }

    @Test
    void theLastArgumentsOfThisProcessAreItsOwn() {
        List<String> last = RawProcess.arguments(List.of("x"));

        assertThat(last).hasSize(1);
        assertThat(ProcessHandle.current().info().arguments().orElseThrow())
                .endsWith(last.getFirst());
    }

    @Test
    void theEnvironmentIsTheKernels() {
        assertThat(RawProcess.environment()).containsEntry("PATH", System.getenv("PATH"));
    }
}
