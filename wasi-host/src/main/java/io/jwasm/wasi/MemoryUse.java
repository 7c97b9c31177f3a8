package io.jwasm.wasi;

/// What a guest holds of the memory it may have, at one moment.
///
/// @param heldBytes its memories, its tables and the host's buffers for it
/// @param peakBytes the most that it has held
/// @param limitBytes the most that it may hold; may be less than it holds when it was lowered
/// @param refusals how often it asked for more than it may have
public record MemoryUse(long heldBytes, long peakBytes, long limitBytes, long refusals) {}
