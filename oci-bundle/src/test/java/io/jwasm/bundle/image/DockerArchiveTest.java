package io.jwasm.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.testing.LayoutMaker;
import io.jwasm.bundle.testing.TarMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives as `docker save` wrote them before it wrote OCI layouts.
class DockerArchiveTest {

    private static final byte[] LAYER = new TarMaker().file("app.wasm", "module").bytes();

    private static final String CONFIG =
            """
            {"os": "linux", "architecture": "amd64", "config": {"Entrypoint": ["/app.wasm"]},
             "rootfs": {"diff_ids": ["sha256:%s"]}}
            """
                    .formatted(LayoutMaker.sha256(LAYER));

    @TempDir Path temporary;

    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void layersInDirectoriesAreRead() throws Exception {
        unpack(archive(CONFIG, new TarMaker().file("1a2b/layer.tar", LAYER, 0644)));
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @Test
    void layersThatAreLinksToOthersAreRead() throws Exception {
        unpack(
                archive(
                        CONFIG,
                        new TarMaker()
                                .file("ffff/layer.tar", LAYER, 0644)
                                .symbolicLink("1a2b/layer.tar", "../ffff/layer.tar")));
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @Test
    void layerThatIsNotThePromisedOneIsRefused() {
        byte[] other = new TarMaker().file("app.wasm", "other").bytes();
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() ->
                        unpack(archive(CONFIG, new TarMaker().file("1a2b/layer.tar", other, 0644))))
                .withMessageContaining("layer 1a2b/layer.tar uncompressed: the digest is sha256:");
    }

    @Test
    void configurationThatIsNotThePromisedOneIsRefused() throws IOException {
        Path archive = temporary.resolve("image.tar");
        String manifest = "[{\"Config\": \"%s.json\", \"Layers\": []}]".formatted("0".repeat(64));
        Files.write(
                archive,
                new TarMaker()
                        .file("manifest.json", manifest)
                        .file("0".repeat(64) + ".json", CONFIG)
                        .bytes());
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> ImageSource.open(archive))
                .withMessageContaining("the digest is sha256:");
    }

    @Test
    void layersWithoutDigestsAreRefused() {
        String config = CONFIG.replaceAll("\"diff_ids\".*]", "\"diff_ids\": []");
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> unpack(archive(config, new TarMaker())))
                .withMessage("manifest.json: [0] has 1 layers, but its configuration has 0");
    }

    private void unpack(Path archive) throws Exception {
        try (ImageSource image = ImageSource.open(archive, "app:1")) {
            assertThat(image.reference()).isEqualTo("app:1");
            assertThat(image.unpack(target).entrypoint()).containsExactly("/app.wasm");
        }
    }

    private Path archive(String config, TarMaker tar) throws IOException {
        String name = LayoutMaker.sha256(LayoutMaker.bytes(config)) + ".json";
        String manifest =
                "[{\"Config\": \"%s\", \"RepoTags\": [\"app:1\"], \"Layers\": [\"1a2b/layer.tar\"]}]"
                        .formatted(name);
        Path archive = temporary.resolve("image.tar");
        return Files.write(archive, tar.file(name, config).file("manifest.json", manifest).bytes());
    }
}
