package io.jwasm.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeTest {

    @Test
    void directoryIsWritableUnlessToldOtherwise() throws CommandFailure {
        assertThat(Volume.parse("/tmp:/data").toMount().options()).containsExactly("rbind", "rw");
        assertThat(Volume.parse("/tmp:/data:rw").isReadOnly()).isFalse();
        assertThat(Volume.parse("/tmp:/data:ro").toMount().options())
                .containsExactly("rbind", "ro");
    }

    @Test
    void relativeHostPathStartsAtTheWorkingDirectory() throws CommandFailure {
        assertThat(Volume.parse("src/../src:/s").host())
                .isEqualTo(Path.of("src").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/tmp, is not HOST:GUEST",
        ":/data, is not HOST:GUEST",
        "/tmp:/a:ro:x, is not HOST:GUEST",
        "/tmp:/a:exec, which is neither ro nor rw",
        "/tmp:data, does not start with /",
        "/no/such/place:/data, which does not exist"
    })
    void malformedVolumeIsNamedWithItsFault(String text, String fault) {
        assertThatThrownBy(() -> Volume.parse(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining(fault);
    }
}
