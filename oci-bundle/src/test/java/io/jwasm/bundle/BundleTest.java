package io.jwasm.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    @TempDir Path directory;

    @Test
    void createdBundleIsOpenedTheSame() throws Exception {
        Bundle created = Bundle.create(directory, spec("rootfs"));
        assertThat(Bundle.open(directory)).isEqualTo(created);
        assertThat(created.rootPath()).isEqualTo(directory.resolve("rootfs")).isDirectory();
    }

    @Test
    void absoluteRootStandsForItself() throws IOException {
        Bundle bundle = Bundle.create(directory, spec("/srv/images/one"));
        assertThat(bundle.rootPath()).isEqualTo(Path.of("/srv/images/one"));
    }

    @Test
    void missingConfigIsNotFound() {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Bundle.open(directory))
                .withMessage("bundle \"%s\": config.json: no such file".formatted(directory))
                .returns(BundleException.Kind.NOT_FOUND, BundleException::kind);
    }

    @Test
    void configThatIsADirectoryIsRefused() throws IOException {
        Files.createDirectory(directory.resolve("config.json"));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Bundle.open(directory))
                .withMessageEndingWith("config.json is not a regular file");
    }

    @Test
    void oversizedConfigIsRefusedWithItsSize() throws IOException {
        Files.write(directory.resolve("config.json"), new byte[9 << 20]);
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> Bundle.open(directory))
                .withMessageEndingWith("has 9437184 bytes, more than the 8388608 that it may have");
    }

    private static RuntimeSpec spec(String root) {
        return RuntimeSpec.of(
                ProcessSpec.of(List.of("/app.wasm"), List.of("A=b"), "/"),
                new RootSpec(root, false));
    }
}
