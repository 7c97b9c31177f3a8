package io.jwasm.bundle.spec;

/// A resource limit, [getrlimit(2)](https://man7.org/linux/man-pages/man2/getrlimit.2.html).
///
/// @param type such as `RLIMIT_NOFILE`
/// @param soft what the kernel enforces, unsigned; all bits set is no limit
/// @param hard how far the soft limit can be raised, unsigned; all bits set is no limit
public record Rlimit(String type, long soft, long hard) {}
