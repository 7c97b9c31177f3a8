package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import org.jspecify.annotations.Nullable;

/// A layer, not yet read.
///
/// @param blob the name of its file
/// @param mediaType what the manifest says it is, or empty
/// @param digest the digest of the file, or null when the archive's format knows none
/// @param diffId the digest of the uncompressed archive, or null when none is known
/// @param title the name of the file that an artifact's layer is, or empty
record LayerRef(
        String blob,
        String mediaType,
        @Nullable Digest digest,
        @Nullable Digest diffId,
        String title) {

    /// What a layer holds.
    enum Kind {
        /// A tar archive, compressed or not; its first bytes tell.
        ARCHIVE,
        /// A WebAssembly module.
        MODULE
    }

    LayerRef withDiffId(Digest known) {
        return new LayerRef(blob, mediaType, digest, known, title);
    }

    /// Tells what the layer holds by its media type ([image
    /// specification](https://github.com/opencontainers/image-spec/blob/main/media-types.md), [wasm
    /// artifacts](https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/)).
    Kind kind() throws BundleException {
        return switch (mediaType) {
            case "",
                    "application/vnd.oci.image.layer.v1.tar",
                    "application/vnd.oci.image.layer.v1.tar+gzip",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                    "application/vnd.docker.image.rootfs.diff.tar",
                    "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                    "application/vnd.docker.container.image.rootfs.diff+x-gtar" ->
                    Kind.ARCHIVE;
            case "application/wasm",
                    "application/vnd.wasm.content.layer.v1+wasm",
                    "application/vnd.module.wasm.content.layer.v1+wasm",
                    "application/vnd.bytecodealliance.wasm.component.layer.v0+wasm" ->
                    Kind.MODULE;
            default -> throw unsupported();
        };
    }

    private BundleException unsupported() {
        String advice = mediaType.endsWith("zstd") ? "; build the image with gzip layers" : "";
        return BundleException.invalid(
                "%s: the media type \"%s\" is not supported%s".formatted(this, mediaType, advice));
    }

    @Override
    public String toString() {
        return "layer " + (digest == null ? blob : digest);
    }
}
