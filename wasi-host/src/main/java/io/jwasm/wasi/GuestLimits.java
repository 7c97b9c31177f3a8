package io.jwasm.wasi;

/// The most that one guest may take of what it shares with others. Immutable.
///
/// @param memoryBytes its linear memories, its tables and what the host keeps for it, together
/// @param descriptors the descriptors that it has at once, the standard streams and what it was
///   given included; beyond it a function that opens answers `mfile`
/// @param pathBytes the length of a path that it may hand over; beyond it `nametoolong`
/// @param vectorBytes the bytes that one read or write moves; what is asked beyond it is not moved,
///   and the count says so
public record GuestLimits(long memoryBytes, int descriptors, int pathBytes, long vectorBytes) {

    /// The descriptors of a guest for which nothing else was said.
    public static final int DEFAULT_DESCRIPTORS = 4096;

    /// The longest path that Linux takes, its NUL not counted (`PATH_MAX` in `linux/limits.h`).
    public static final int MAX_PATH_BYTES = 4095;

    /// What Linux moves in one call at most (`MAX_RW_COUNT` in `linux/fs.h`).
    public static final long MAX_VECTOR_BYTES = 0x7fff_f000L;

    /// The fewest descriptors: the standard streams, and one to work with.
    public static final int MIN_DESCRIPTORS = 4;

    /// Checks the ranges.
    public GuestLimits {
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("memory limit must be positive");
        }
        if (descriptors < MIN_DESCRIPTORS) {
            throw new IllegalArgumentException("too few descriptors: " + descriptors);
        }
        if (pathBytes < 1 || pathBytes > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("path length out of range: " + pathBytes);
        }
        if (vectorBytes < 1 || vectorBytes > MAX_VECTOR_BYTES) {
            throw new IllegalArgumentException("vector length out of range: " + vectorBytes);
        }
    }

    /// The defaults with a limit of memory.
    ///
    /// @param memoryBytes the limit
    /// @return the limits
    public static GuestLimits ofMemory(long memoryBytes) {
        return new GuestLimits(memoryBytes, DEFAULT_DESCRIPTORS, MAX_PATH_BYTES, MAX_VECTOR_BYTES);
    }

    /// The same with another number of descriptors.
    ///
    /// @param other the number
    /// @return the changed limits
    public GuestLimits withDescriptors(int other) {
        return new GuestLimits(memoryBytes, other, pathBytes, vectorBytes);
    }
}
