package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads an [OCI image
/// layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md).
final class OciLayout {

    static final String INDEX = "index.json";

    static final int DOCUMENT_LIMIT_BYTES = 4 << 20;

    private static final int INDEX_DEPTH_MAX = 4;
    private static final int MANIFESTS_MAX = 200;

    private static final Set<String> INDEX_TYPES =
            Set.of(
                    "application/vnd.oci.image.index.v1+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json");

    private static final Set<String> MANIFEST_TYPES =
            Set.of(
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v2+json");

    private final Blobs blobs;
    private final List<ImageManifest> images = new ArrayList<>();

    private OciLayout(Blobs blobs) {
        this.blobs = blobs;
    }

    /// Reads all images of a layout that are not attestations of others.
    static List<ImageManifest> read(Blobs blobs) throws BundleException, IOException {
        OciLayout layout = new OciLayout(blobs);
        byte[] index = blobs.read(INDEX, DOCUMENT_LIMIT_BYTES);
        layout.index(JsonValue.parse(INDEX, index, DOCUMENT_LIMIT_BYTES), "", 0);
        return layout.images;
    }

    private void index(JsonValue index, String reference, int depth)
            throws BundleException, IOException {
        if (depth > INDEX_DEPTH_MAX) {
            throw index.fault("is nested more than %d deep".formatted(INDEX_DEPTH_MAX));
        }
        for (JsonValue descriptor : index.field("manifests").elements()) {
            if (images.size() >= MANIFESTS_MAX) {
                throw index.fault("leads to more than %d manifests".formatted(MANIFESTS_MAX));
            }
            String type = descriptor.field("mediaType").text();
            String name = reference.isEmpty() ? reference(descriptor) : reference;
            if (INDEX_TYPES.contains(type)) {
                index(document(descriptor), name, depth + 1);
            } else if (MANIFEST_TYPES.contains(type) && !isAttestation(descriptor)) {
                images.add(manifest(descriptor, name));
            }
        }
    }

    /// BuildKit puts statements about an image beside it, as images of no platform.
    private static boolean isAttestation(JsonValue descriptor) throws BundleException {
        return descriptor.field("annotations").field("vnd.docker.reference.type").isPresent()
                || descriptor.field("platform").field("os").text().equals("unknown");
    }

    private static String reference(JsonValue descriptor) throws BundleException {
        JsonValue annotations = descriptor.field("annotations");
        String name = annotations.field("io.containerd.image.name").text();
        return name.isEmpty()
                ? annotations.field("org.opencontainers.image.ref.name").text()
                : name;
    }

    private ImageManifest manifest(JsonValue descriptor, String reference)
            throws BundleException, IOException {
        JsonValue manifest = document(descriptor);
        JsonValue document = document(manifest.required("config"));
        ImageConfig config = withPlatform(ImageConfig.of(document), descriptor);
        List<LayerRef> layers = new ArrayList<>();
        for (JsonValue layer : manifest.field("layers").elements()) {
            layers.add(layer(layer));
        }
        List<String> diffIds = document.field("rootfs").field("diff_ids").texts();
        return new ImageManifest(reference, config, withDiffIds(layers, diffIds));
    }

    /// The configuration of an artifact names no platform; then the index may.
    private static ImageConfig withPlatform(ImageConfig config, JsonValue descriptor)
            throws BundleException {
        if (!config.platform().os().isEmpty() || !config.platform().architecture().isEmpty()) {
            return config;
        }
        JsonValue platform = descriptor.field("platform");
        return config.withPlatform(
                new Platform(platform.field("os").text(), platform.field("architecture").text()));
    }

    private static LayerRef layer(JsonValue layer) throws BundleException {
        Digest digest =
                Digest.of(layer.document() + ": " + layer.path(), layer.field("digest").text());
        return new LayerRef(
                digest.blobName(),
                layer.required("mediaType").nonEmptyText(),
                digest,
                null,
                layer.field("annotations").field("org.opencontainers.image.title").text());
    }

    /// Modules that are layers have no place in the list of uncompressed archives.
    static List<LayerRef> withDiffIds(List<LayerRef> layers, List<String> diffIds)
            throws BundleException {
        if (diffIds.size() != layers.size()) {
            return layers;
        }
        List<LayerRef> known = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            known.add(layers.get(i).withDiffId(Digest.of("rootfs.diff_ids", diffIds.get(i))));
        }
        return known;
    }

    private JsonValue document(JsonValue descriptor) throws BundleException, IOException {
        String text = descriptor.field("digest").text();
        Digest digest = Digest.of(descriptor.document() + ": " + descriptor.path(), text);
        return document(blobs, digest.blobName(), digest);
    }

    /// Reads a JSON document and checks its digest.
    static JsonValue document(Blobs blobs, String name, Digest digest)
            throws BundleException, IOException {
        byte[] json = blobs.read(name, DOCUMENT_LIMIT_BYTES);
        digest.check(name, digest.newMessageDigest().digest(json));
        return JsonValue.parse(name, json, DOCUMENT_LIMIT_BYTES);
    }
}
