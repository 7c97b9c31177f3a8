package io.jwasm.wasi.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestPathTest {

    private static GuestPath path(String text) {
        return new GuestPath(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a", "..", "../a", "a/../..", "./..", "a/./../../b", "a//../..", "//"})
    void leavesByItsWords(String text) {
        assertThat(path(text).leavesByItsWords()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a", "a/..", "a/../b", "...", "a/b/../..", "..a", "a..", ".../.."})
    void staysByItsWords(String text) {
        assertThat(path(text).leavesByItsWords()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a, ., a",
        "a/b, a/, b",
        "a/b/, a/, b/",
        "a//b//, a//, b//",
        "a/., a/, .",
        "., ., ."
    })
    void splitsInParentAndLast(String text, String parent, String last) {
        assertThat(new String(path(text).parent(), UTF_8)).isEqualTo(parent);
        assertThat(new String(path(text).last(), UTF_8)).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "'', false",
        "a/, false",
        "a/b, false",
        "., true",
        ".., false",
        "..., true"
    })
    void oneNameHasNoSlash(String text, boolean expected) {
        assertThat(path(text).isOneName()).isEqualTo(expected);
    }
}
