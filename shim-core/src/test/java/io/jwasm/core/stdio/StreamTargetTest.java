package io.jwasm.core.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTargetTest {

    @Test
    void emptyIsNothing() {
        assertThat(StreamTarget.parse("stdin", "")).isEqualTo(new StreamTarget.None());
    }

    @ParameterizedTest
    @CsvSource({"/run/f, /run/f", "fifo:///run/f, /run/f", "/run/a%20b, /run/a%20b"})
    void aPathIsTakenAsItIs(String text, String path) {
        assertThat(StreamTarget.parse("stdout", text)).isEqualTo(new StreamTarget.Existing(path));
    }

    @ParameterizedTest
    @CsvSource({"file:///var/a.log, /var/a.log", "file:///var/a%20b.log?x=1, /var/a b.log"})
    void aFileUriIsALogFile(String text, String path) {
        assertThat(StreamTarget.parse("stdout", text)).isEqualTo(new StreamTarget.LogFile(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary:///usr/bin/logger?id=1", "binary-v2:///usr/bin/logger"})
    void aLoggingProgramIsNotImplemented(String text) {
        assertThatThrownBy(() -> StreamTarget.parse("stdout", text))
                .isInstanceOf(ShimException.NotImplemented.class)
                .hasMessage("stdout \"%s\": a logging program is not implemented".formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run/f", "npipe://./pipe/x", "file:x", "file://", "file://[", "x"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> StreamTarget.parse("stdout", text))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessageContaining("stdout \"%s\"".formatted(text));
    }
}
