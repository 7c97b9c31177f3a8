package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A layer that is being read: uncompressed on the way, and its digests checked at the end.
final class LayerInput implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int ZSTD_MAGIC = 0x28b52ffd;

    private final LayerRef layer;
    private final DigestInputStream stored;
    private final DigestInputStream content;

    private LayerInput(LayerRef layer, DigestInputStream stored, DigestInputStream content) {
        this.layer = layer;
        this.stored = stored;
        this.content = content;
    }

    /// Starts to read a layer.
    ///
    /// @param in the layer's file; closed with this
    /// @param isPlain whether it is to be read as it is, compressed or not
    static LayerInput of(LayerRef layer, InputStream in, boolean isPlain)
            throws BundleException, IOException {
        DigestInputStream stored = digesting(in, layer.digest());
        if (isPlain) {
            return new LayerInput(layer, stored, digesting(stored, null));
        }
        BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER_BYTES);
        buffered.mark(Integer.BYTES);
        byte[] head = buffered.readNBytes(Integer.BYTES);
        buffered.reset();
        if (isZstd(head)) {
            throw BundleException.invalid(
                    "%s: zstd compression (media type \"%s\") is not supported; build the image with gzip layers"
                            .formatted(layer, layer.mediaType()));
        }
        InputStream archive = isGzip(head) ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
        return new LayerInput(layer, stored, digesting(archive, layer.diffId()));
    }

    static boolean isGzip(byte[] head) {
        return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    InputStream content() {
        return content;
    }

    /// Reads what is left and fails unless both digests are those that were promised.
    void finish() throws BundleException, IOException {
        content.transferTo(OutputStream.nullOutputStream());
        stored.transferTo(OutputStream.nullOutputStream());
        check(layer.digest(), stored, layer.toString());
        check(layer.diffId(), content, layer + " uncompressed");
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static void check(@Nullable Digest promised, DigestInputStream in, String subject)
            throws BundleException {
        if (promised != null) {
            promised.check(subject, in.getMessageDigest().digest());
        }
    }

    private static DigestInputStream digesting(InputStream in, @Nullable Digest digest) {
        MessageDigest messageDigest =
                digest == null ? Digest.messageDigest("SHA-256") : digest.newMessageDigest();
        DigestInputStream digesting = new DigestInputStream(in, messageDigest);
        digesting.on(digest != null);
        return digesting;
    }

    private static boolean isZstd(byte[] head) {
        return head.length >= Integer.BYTES && ByteBuffer.wrap(head).getInt() == ZSTD_MAGIC;
    }
}
