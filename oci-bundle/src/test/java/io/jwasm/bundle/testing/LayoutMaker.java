package io.jwasm.bundle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes OCI image layouts by hand, right or wrong, without the code under test.
public final class LayoutMaker {

    /// The media type of an uncompressed layer.
    public static final String TAR = "application/vnd.oci.image.layer.v1.tar";

    /// The media type of an image's configuration.
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> manifests = new ArrayList<>();

    /// Makes a layout without images.
    public LayoutMaker() {}

    /// Adds a blob.
    ///
    /// @param mediaType its media type
    /// @param content its bytes
    /// @param more further fields of the descriptor, such as `, "annotations": {}`, or empty
    /// @return its descriptor
    public String blob(String mediaType, byte[] content, String more) {
        String hex = sha256(content);
        files.put("blobs/sha256/" + hex, content);
        return "{\"mediaType\": \"%s\", \"digest\": \"sha256:%s\", \"size\": %d%s}"
                .formatted(mediaType, hex, content.length, more);
    }

    /// Adds an image with an ordinary configuration.
    ///
    /// @param reference its name
    /// @param platform such as `wasi/wasm`
    /// @param run what is in the configuration's `config` object
    /// @param layers the descriptors of its layers
    /// @return this maker
    public LayoutMaker image(String reference, String platform, String run, String... layers) {
        String[] parts = platform.split("/", -1);
        String config =
                "{\"os\": \"%s\", \"architecture\": \"%s\", \"config\": {%s}}"
                        .formatted(parts[0], parts[1], run);
        return artifact(reference, CONFIG, config, String.join(", ", layers));
    }

    /// Adds an image or artifact.
    ///
    /// @param reference its name
    /// @param configType the media type of its configuration
    /// @param config its configuration
    /// @param layers the descriptors of its layers, with commas between them
    /// @return this maker
    public LayoutMaker artifact(String reference, String configType, String config, String layers) {
        String manifest =
                "{\"schemaVersion\": 2, \"config\": %s, \"layers\": [%s]}"
                        .formatted(blob(configType, bytes(config), ""), layers);
        String annotations =
                ", \"annotations\": {\"org.opencontainers.image.ref.name\": \"%s\"}"
                        .formatted(reference);
        manifests.add(blob(MANIFEST, bytes(manifest), annotations));
        return this;
    }

    /// Adds an index that leads to the images added so far, in place of them.
    ///
    /// @return this maker
    public LayoutMaker nested() {
        String index = "{\"manifests\": [%s]}".formatted(String.join(", ", manifests));
        manifests.clear();
        manifests.add(blob("application/vnd.oci.image.index.v1+json", bytes(index), ""));
        return this;
    }

    /// Adds a file of any name.
    ///
    /// @param name its name
    /// @param content its text
    /// @return this maker
    public LayoutMaker file(String name, String content) {
        files.put(name, bytes(content));
        return this;
    }

    /// Replaces a blob's bytes, so that its digest is wrong.
    ///
    /// @param number which blob, 0 being the first
    /// @param content its new bytes
    /// @return this maker
    public LayoutMaker spoil(int number, byte[] content) {
        String name = List.copyOf(files.keySet()).get(number);
        files.put(name, content);
        return this;
    }

    /// Takes a blob away.
    ///
    /// @param number which blob, 0 being the first
    /// @return this maker
    public LayoutMaker lose(int number) {
        files.remove(List.copyOf(files.keySet()).get(number));
        return this;
    }

    /// Makes the layout an archive.
    ///
    /// @return a tar archive
    public byte[] archive() {
        TarMaker tar = new TarMaker();
        finish().forEach((name, content) -> tar.file(name, content, 0644));
        return tar.bytes();
    }

    /// Writes the layout to a file or directory.
    ///
    /// @param archive where to write the archive
    /// @return that path
    public Path writeArchive(Path archive) {
        try {
            return Files.write(archive, archive());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Writes the layout to a directory.
    ///
    /// @param directory where to
    /// @return that path
    public Path writeDirectory(Path directory) {
        finish().forEach((name, content) -> write(directory.resolve(name), content));
        return directory;
    }

    /// Makes bytes of text.
    ///
    /// @param text the text
    /// @return its bytes in UTF-8
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Digests bytes.
    ///
    /// @param content the bytes
    /// @return their SHA-256 in hexadecimal
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Map<String, byte[]> finish() {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        String index =
                "{\"schemaVersion\": 2, \"manifests\": [%s]}"
                        .formatted(String.join(", ", manifests));
        all.putIfAbsent("index.json", bytes(index));
        all.put("oci-layout", bytes("{\"imageLayoutVersion\": \"1.0.0\"}"));
        return all;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
