package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheLocationTest {

    static Stream<Arguments> locations() {
        return Stream.of(
                arguments(0, Map.of("HOME", "/root"), "/var/lib/jwasm/cache"),
                arguments(0, Map.of("JWASM_STATE", "/tmp/s"), "/tmp/s/cache"),
                arguments(7, Map.of("HOME", "/home/a"), "/home/a/.cache/jwasm"),
                arguments(7, Map.of("HOME", "/home/a", "XDG_CACHE_HOME", "/c"), "/c/jwasm"),
                arguments(
                        7,
                        Map.of("HOME", "/home/a", "XDG_CACHE_HOME", "c"),
                        "/home/a/.cache/jwasm"),
                arguments(7, Map.of("JWASM_CACHE", "/x", "JWASM_STATE", "/tmp/s"), "/x"));
    }

    @ParameterizedTest
    @MethodSource("locations")
    void theDirectoryIsFound(int user, Map<String, String> environment, String directory) {
        assertThat(CacheLocation.find(environment, user)).contains(Path.of(directory));
    }

    @Test
    void thereMayBeNone() {
        assertThat(CacheLocation.find(Map.of("JWASM_CACHE", "none"), 0)).isEmpty();
        assertThat(CacheLocation.find(Map.of(), 7)).isEmpty();
    }
}
