package io.jwasm.linux.fs;

/// The times that utimensat(2) sets
/// ([utimensat(2)](https://man7.org/linux/man-pages/man2/utimensat.2.html)).
///
/// @param accessedSeconds seconds since 1970
/// @param accessedNanos 0 to 999,999,999, or [PathCalls#UTIME_NOW] or [PathCalls#UTIME_OMIT]
/// @param modifiedSeconds seconds since 1970
/// @param modifiedNanos as `accessedNanos`
public record FileTimes(
        long accessedSeconds, long accessedNanos, long modifiedSeconds, long modifiedNanos) {}
