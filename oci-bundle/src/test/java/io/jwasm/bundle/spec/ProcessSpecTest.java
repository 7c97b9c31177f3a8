package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSpecTest {

    @ParameterizedTest
    @CsvSource({
        "/app.wasm, /app.wasm",
        "/app.wasm -- x, /app.wasm -- x",
        "/sbin/docker-init -- /app.wasm, /app.wasm",
        "/sbin/docker-init -- app.wasm -- x, app.wasm -- x",
        "/sbin/docker-init --, /sbin/docker-init --",
        "/sbin/docker-init /app.wasm, /sbin/docker-init /app.wasm",
        "/usr/sbin/docker-init -- /app.wasm, /usr/sbin/docker-init -- /app.wasm",
    })
    void theProgramIsWhatComesAfterDockersInit(String args, String program) {
        ProcessSpec process = ProcessSpec.of(words(args), List.of(), "/");

        assertThat(process.program()).isEqualTo(words(program));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
