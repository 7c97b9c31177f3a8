package io.jwasm.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {

    private static final ImageConfig CONFIG =
            new ImageConfig(
                    List.of("/bin/app.wasm"),
                    List.of("x"),
                    List.of("A=b"),
                    "/data",
                    "1000",
                    Map.of("l", "1"),
                    Platform.WASI);

    @TempDir Path temporary;

    @Test
    void whatIsWrittenIsReadBackTheSame() throws Exception {
        Path archive = write("a.tar");
        Path target = Files.createDirectory(temporary.resolve("target"));
        try (ImageSource image = ImageSource.open(archive, "test/app:1")) {
            assertThat(image.reference()).isEqualTo("docker.io/test/app:1");
            assertThat(image.unpack(target)).isEqualTo(CONFIG);
        }
        assertThat(target.resolve("bin/app.wasm")).hasContent("module");
        assertThat(Files.readSymbolicLink(target.resolve("link"))).hasToString("bin/app.wasm");
        assertThat(target.resolve("data")).isDirectory();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(target.resolve("bin/app.wasm"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void sameInputGivesTheSameBytes() throws IOException {
        assertThat(write("a.tar")).hasSameBinaryContentAs(write("b.tar"));
    }

    @Test
    void anotherArchiverReadsItAndFindsDockersManifest() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        byte[] archive = Files.readAllBytes(write("a.tar"));
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            TarArchiveEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                assertThat(entry.getLastModifiedTime().toMillis()).isZero();
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        assertThat(files)
                .containsKeys("oci-layout", "index.json", "manifest.json", "blobs/sha256/");
        assertThat(new String(files.get("manifest.json"), StandardCharsets.UTF_8))
                .contains("\"test/app:1\"");
    }

    @Test
    void failureLeavesNothingBehind() {
        List<ImageEntry> entries =
                List.of(new ImageEntry.File("/x", 0644, temporary.resolve("none")));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() ->
                        ImageWriter.write(temporary.resolve("a.tar"), "x:1", CONFIG, entries));
        assertThat(temporary).isEmptyDirectory();
    }

    private Path write(String name) throws IOException {
        Path module = Files.writeString(temporary.resolve("module"), "module");
        Path archive = temporary.resolve(name);
        String digest =
                ImageWriter.write(
                        archive,
                        "docker.io/test/app:1",
                        CONFIG,
                        List.of(
                                new ImageEntry.File("/bin/app.wasm", 0755, module),
                                new ImageEntry.Directory("/data", 0700),
                                new ImageEntry.Link("/link", "bin/app.wasm")));
        assertThat(digest).startsWith("sha256:").hasSize(71);
        return archive;
    }
}
