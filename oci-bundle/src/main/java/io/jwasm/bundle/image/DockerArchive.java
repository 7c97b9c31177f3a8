package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `manifest.json` of `docker save`, old (layers in `ID/layer.tar`) and new (layers below
/// `blobs`).
final class DockerArchive {

    static final String MANIFEST = "manifest.json";

    /// The configuration's file is named by its digest: `HEX.json`, or `blobs/sha256/HEX`.
    private static final Pattern NAMED_BY_DIGEST =
            Pattern.compile("(?:.*/)?([0-9a-f]{64})(?:\\.json)?");

    private DockerArchive() {}

    static List<ImageManifest> read(Blobs blobs) throws BundleException, IOException {
        byte[] json = blobs.read(MANIFEST, OciLayout.DOCUMENT_LIMIT_BYTES);
        List<ImageManifest> images = new ArrayList<>();
        for (JsonValue image : JsonValue.parseAny(MANIFEST, json).elements()) {
            images.addAll(images(blobs, image));
        }
        return images;
    }

    private static List<ImageManifest> images(Blobs blobs, JsonValue image)
            throws BundleException, IOException {
        JsonValue document = config(blobs, image.field("Config").nonEmptyText());
        List<LayerRef> layers = new ArrayList<>();
        for (String blob : image.field("Layers").texts()) {
            layers.add(new LayerRef(blob, "", null, null, ""));
        }
        List<String> diffIds = document.field("rootfs").field("diff_ids").texts();
        if (diffIds.size() != layers.size()) {
            throw image.fault(
                    "has %d layers, but its configuration has %d"
                            .formatted(layers.size(), diffIds.size()));
        }
        List<LayerRef> checked = OciLayout.withDiffIds(layers, diffIds);
        ImageConfig config = ImageConfig.of(document);
        List<String> tags = image.field("RepoTags").texts();
        List<String> names = tags.isEmpty() ? List.of("") : tags;
        return names.stream().map(name -> new ImageManifest(name, config, checked)).toList();
    }

    private static JsonValue config(Blobs blobs, String name) throws BundleException, IOException {
        Matcher matcher = NAMED_BY_DIGEST.matcher(name);
        if (matcher.matches()) {
            return OciLayout.document(blobs, name, Digest.sha256(matcher.group(1)));
        }
        int limit = OciLayout.DOCUMENT_LIMIT_BYTES;
        return JsonValue.parse(name, blobs.read(name, limit), limit);
    }
}
