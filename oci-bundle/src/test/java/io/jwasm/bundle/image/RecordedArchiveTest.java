package io.jwasm.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `docker save` of old and new dockerd wrote of an image that [ImageWriter] had made.
class RecordedArchiveTest {

    @TempDir Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"docker-20.10-save.tar", "docker-28.5-save.tar"})
    void savedImageIsUnpacked(String name) throws Exception {
        Path archive = temporary.resolve(name);
        try (InputStream in = RecordedArchiveTest.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(in, name), archive);
        }
        Path target = Files.createDirectory(temporary.resolve("target"));
        try (ImageSource image = ImageSource.open(archive, "test/w:1")) {
            ImageConfig config = image.unpack(target);
            assertThat(config.args(List.of())).containsExactly("/bin/app.wasm");
            assertThat(config.platform()).hasToString("linux/amd64");
        }
        assertThat(target.resolve("bin/app.wasm")).hasSize(8);
    }
}
