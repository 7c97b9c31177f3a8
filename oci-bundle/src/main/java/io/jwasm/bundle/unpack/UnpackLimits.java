package io.jwasm.bundle.unpack;

/// How much an image may unpack to, all layers together.
///
/// @param entries the most files, directories and links
/// @param bytes the most bytes of uncompressed layers
/// @param nameBytes the most bytes that the names in one layer may have together; they are held in
///   memory
public record UnpackLimits(long entries, long bytes, long nameBytes) {

    /// Far above any image that people run, far below what fills a disk unseen.
    public static final UnpackLimits DEFAULT = new UnpackLimits(1_000_000, 32L << 30, 64 << 20);
}
