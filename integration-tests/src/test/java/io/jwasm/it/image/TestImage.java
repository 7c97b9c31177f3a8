package io.jwasm.it.image;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An image of one layer, written as an archive that `ctr images import` and `docker load` take;
/// immutable.
///
/// @param name the full reference, for example `docker.io/jwasm/probe:1`
/// @param platform what it is for
/// @param entries the files of its layer
/// @param entrypoint what it runs
public record TestImage(
        String name, Platform platform, List<Entry> entries, List<String> entrypoint) {
    /// Copies the lists.
    public TestImage {
        entries = List.copyOf(entries);
        entrypoint = List.copyOf(entrypoint);
    }

    /// The platform in an image's configuration.
    ///
    /// @param os for example `linux` or `wasi`
    /// @param architecture as Go names it
    public record Platform(String os, String architecture) {
        /// The platform of this machine: what every containerd and dockerd takes without asking.
        ///
        /// @return the platform
        public static Platform host() {
            String architecture = System.getProperty("os.arch");
            return new Platform("linux", architecture.equals("aarch64") ? "arm64" : architecture);
        }
    }

    /// A file or link of the layer.
    public sealed interface Entry {
        /// The path in the image, without the leading slash.
        ///
        /// @return the path
        String path();
    }

    /// A regular file.
    ///
    /// @param path the path in the image, without the leading slash
    /// @param mode its permission bits
    /// @param content its bytes
    public record RegularFile(String path, int mode, ByteString content) implements Entry {}

    /// A symbolic link.
    ///
    /// @param path the path in the image, without the leading slash
    /// @param target where it points
    public record Link(String path, String target) implements Entry {}

    /// A file that is executable.
    ///
    /// @param path the path in the image, without the leading slash
    /// @param content its bytes
    /// @return the entry
    public static Entry executable(String path, byte[] content) {
        return new RegularFile(path, 0755, ByteString.copyFrom(content));
    }

    /// An image for this machine's platform whose only file is a Wasm module, run by name.
    ///
    /// @param name the full reference
    /// @param module the module's bytes
    /// @return the image
    public static TestImage ofModule(String name, byte[] module) {
        return new TestImage(
                name,
                Platform.host(),
                List.of(executable("main.wasm", module)),
                List.of("/main.wasm"));
    }

    /// Writes the archive.
    ///
    /// @param folder where
    /// @return the archive's path
    public Path writeTo(Path folder) {
        byte[] layer = layer();
        byte[] config = utf8(config(sha256(layer)));
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":%s,"layers":[%s]}\
                """
                        .formatted(
                                descriptor("application/vnd.oci.image.config.v1+json", config, ""),
                                descriptor("application/vnd.oci.image.layer.v1.tar", layer, ""));
        Tar archive = new Tar().directory("blobs").directory("blobs/sha256");
        for (byte[] blob : List.of(layer, config, utf8(manifest))) {
            archive.file("blobs/sha256/" + sha256(blob), 0644, blob);
        }
        archive.file("oci-layout", 0644, utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
        archive.file("index.json", 0644, utf8(index(utf8(manifest))));
        archive.file("manifest.json", 0644, utf8(dockerManifest(layer, config)));
        Path file = folder.resolve(name.replaceAll("[/:]", "_") + ".tar");
        try {
            return Files.write(file, archive.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] layer() {
        Tar tar = new Tar();
        parents().forEach(tar::directory);
        for (Entry entry : entries) {
            switch (entry) {
                case RegularFile file ->
                        tar.file(file.path(), file.mode(), file.content().toByteArray());
                case Link link -> tar.link(link.path(), link.target());
            }
        }
        return tar.bytes();
    }

    private TreeSet<String> parents() {
        TreeSet<String> parents = new TreeSet<>();
        for (Entry entry : entries) {
            for (Path up = Path.of(entry.path()).getParent(); up != null; up = up.getParent()) {
                parents.add(up.toString());
            }
        }
        return parents;
    }

    private String config(String layerDigest) {
        return """
        {"created":"1970-01-01T00:00:00Z","os":"%s","architecture":"%s",\
        "config":{"Entrypoint":[%s],"Env":["PATH=/bin"]},\
        "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
        """
                .formatted(platform.os(), platform.architecture(), quoted(entrypoint), layerDigest);
    }

    private String index(byte[] manifest) {
        String extra =
                """
                ,"platform":{"os":"%s","architecture":"%s"},\
                "annotations":{"io.containerd.image.name":"%s",\
                "org.opencontainers.image.ref.name":"%s"}\
                """
                        .formatted(
                                platform.os(),
                                platform.architecture(),
                                name,
                                name.substring(name.lastIndexOf(':') + 1));
        return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",\
        "manifests":[%s]}\
        """
                .formatted(
                        descriptor("application/vnd.oci.image.manifest.v1+json", manifest, extra));
    }

    private String dockerManifest(byte[] layer, byte[] config) {
        return """
        [{"Config":"blobs/sha256/%s","RepoTags":["%s"],"Layers":["blobs/sha256/%s"]}]\
        """
                .formatted(sha256(config), name.replaceFirst("^docker.io/", ""), sha256(layer));
    }

    private static String descriptor(String mediaType, byte[] blob, String extra) {
        return """
        {"mediaType":"%s","digest":"sha256:%s","size":%d%s}\
        """
                .formatted(mediaType, sha256(blob), blob.length, extra);
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(","));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it, see MessageDigest.
        }
    }

    /// Adds an entry.
    ///
    /// @param entry the entry
    /// @return the changed image
    public TestImage with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new TestImage(name, platform, more, entrypoint);
    }
}
