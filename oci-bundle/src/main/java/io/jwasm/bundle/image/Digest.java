package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The digest of a blob,
/// [digests](https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests).
///
/// @param algorithm `sha256` or `sha512`
/// @param hex the digest in lower-case hexadecimal
record Digest(String algorithm, String hex) {

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    /// Reads a digest. The form is checked, for it becomes a path.
    static Digest of(String document, String text) throws BundleException {
        if (!FORM.matcher(text).matches()) {
            throw BundleException.invalid(
                    "%s: \"%s\" is not a sha256 or sha512 digest".formatted(document, text));
        }
        int colon = text.indexOf(':');
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    static Digest sha256(String hex) {
        return new Digest("sha256", hex);
    }

    MessageDigest newMessageDigest() {
        return messageDigest(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
    }

    static MessageDigest messageDigest(String javaName) {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JVM lacks " + javaName, missing);
        }
    }

    /// Fails unless the bytes that were digested are those that were meant.
    void check(String blob, byte[] actual) throws BundleException {
        String found = HexFormat.of().formatHex(actual);
        if (!found.equals(hex)) {
            throw BundleException.invalid(
                    "%s: the digest is %s:%s, not the %s that was promised"
                            .formatted(blob, algorithm, found, this));
        }
    }

    /// Where an OCI image layout keeps the blob.
    String blobName() {
        return "blobs/" + algorithm + "/" + hex;
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
