package io.jwasm.bundle.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jwasm.bundle.json.Json;
import io.jwasm.bundle.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes an image archive that `ctr images import` and `docker load` take: an OCI image layout
/// with one layer, and the `manifest.json` of `docker save` beside it.
///
/// The same input gives the same bytes: all times are 0, all owners root.
public final class ImageWriter {

    private static final String OCI = "application/vnd.oci.image.";
    private static final String EPOCH = "1970-01-01T00:00:00Z";

    private final String reference;
    private final ImageConfig config;
    private final Map<String, byte[]> documents = new TreeMap<>();

    private ImageWriter(String reference, ImageConfig config) {
        this.reference = reference;
        this.config = config;
    }

    /// Writes an image.
    ///
    /// @param target the archive to write or replace
    /// @param reference the image's full name, such as `docker.io/library/hello:latest`
    /// @param config how it wants to be run, and what platform it is for
    /// @param entries what it holds, in order
    /// @return the digest of its manifest, by which registries know it
    /// @throws IOException when a source cannot be read or the target cannot be written
    public static String write(
            Path target, String reference, ImageConfig config, List<ImageEntry> entries)
            throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Path layer = Files.createTempFile(directory, ".jwasm-layer-", ".tar");
        Path archive = Files.createTempFile(directory, ".jwasm-image-", ".tar");
        try {
            ImageWriter writer = new ImageWriter(reference, config);
            Descriptor descriptor = writer.writeLayer(layer, entries);
            String digest = writer.describe(descriptor);
            writer.writeArchive(archive, layer, descriptor);
            // A temporary file is its owner's alone; an image is made to be handed on.
            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(archive, target, StandardCopyOption.REPLACE_EXISTING);
            return digest;
        } finally {
            Files.deleteIfExists(layer);
            Files.deleteIfExists(archive);
        }
    }

    /// A blob that has been written.
    private record Descriptor(String mediaType, String hex, long sizeBytes) {

        String blobName() {
            return "blobs/sha256/" + hex;
        }

        String digest() {
            return "sha256:" + hex;
        }

        void put(ObjectNode node) {
            node.put("mediaType", mediaType).put("digest", digest()).put("size", sizeBytes);
        }
    }

    private Descriptor writeLayer(Path layer, List<ImageEntry> entries) throws IOException {
        MessageDigest digest = Digest.messageDigest("SHA-256");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(layer));
                TarWriter tar = new TarWriter(new DigestOutputStream(out, digest))) {
            new LayerContent(tar).put(entries);
        }
        return new Descriptor(
                OCI + "layer.v1.tar", HexFormat.of().formatHex(digest.digest()), Files.size(layer));
    }

    private String describe(Descriptor layer) {
        Descriptor configuration = document(OCI + "config.v1+json", configuration(layer));
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
        configuration.put(manifest.putObject("config"));
        layer.put(manifest.putArray("layers").addObject());
        Descriptor described = document(OCI + "manifest.v1+json", manifest);
        documents.put(OciLayout.INDEX, Json.write(index(described)));
        documents.put("oci-layout", Json.write(Json.object().put("imageLayoutVersion", "1.0.0")));
        documents.put(DockerArchive.MANIFEST, Json.write(dockerManifest(configuration, layer)));
        return described.digest();
    }

    private Descriptor document(String mediaType, ObjectNode tree) {
        byte[] json = Json.write(tree);
        byte[] digest = Digest.messageDigest("SHA-256").digest(json);
        Descriptor descriptor =
                new Descriptor(mediaType, HexFormat.of().formatHex(digest), json.length);
        documents.put(descriptor.blobName(), json);
        return descriptor;
    }

    private ObjectNode configuration(Descriptor layer) {
        ObjectNode root = Json.object();
        root.put("created", EPOCH);
        root.put("architecture", config.platform().architecture());
        root.put("os", config.platform().os());
        ObjectNode run = root.putObject("config");
        texts(run, "Entrypoint", config.entrypoint());
        texts(run, "Cmd", config.cmd());
        texts(run, "Env", config.env());
        text(run, "WorkingDir", config.workingDir());
        text(run, "User", config.user());
        if (!config.labels().isEmpty()) {
            new TreeMap<>(config.labels()).forEach(run.putObject("Labels")::put);
        }
        root.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(layer.digest());
        root.putArray("history").addObject().put("created", EPOCH).put("created_by", "jwasm");
        return root;
    }

    private ObjectNode index(Descriptor manifest) {
        ObjectNode index = Json.object();
        index.put("schemaVersion", 2).put("mediaType", OCI + "index.v1+json");
        ObjectNode descriptor = index.putArray("manifests").addObject();
        manifest.put(descriptor);
        descriptor
                .putObject("platform")
                .put("architecture", config.platform().architecture())
                .put("os", config.platform().os());
        int colon = reference.lastIndexOf(':');
        descriptor
                .putObject("annotations")
                .put("io.containerd.image.name", reference)
                .put("org.opencontainers.image.ref.name", reference.substring(colon + 1));
        return index;
    }

    private ArrayNode dockerManifest(Descriptor configuration, Descriptor layer) {
        ArrayNode manifest = Json.object().putArray("images");
        ObjectNode image = manifest.addObject().put("Config", configuration.blobName());
        image.putArray("RepoTags").add(ImageChoice.familiar(reference));
        image.putArray("Layers").add(layer.blobName());
        return manifest;
    }

    private void writeArchive(Path archive, Path layer, Descriptor layerDescriptor)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                TarWriter tar = new TarWriter(out)) {
            tar.putDirectory("blobs", 0755);
            tar.putDirectory("blobs/sha256", 0755);
            try (InputStream content = Files.newInputStream(layer)) {
                tar.putFile(layerDescriptor.blobName(), 0644, layerDescriptor.sizeBytes(), content);
            }
            for (Map.Entry<String, byte[]> document : documents.entrySet()) {
                tar.putFile(document.getKey(), 0644, document.getValue());
            }
        }
    }

    private static void text(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    private static void texts(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(node.putArray(name)::add);
        }
    }
}
