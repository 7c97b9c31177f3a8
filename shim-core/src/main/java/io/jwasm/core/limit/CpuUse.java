package io.jwasm.core.limit;

/// What a guest has used of the processors, and how often it was held back.
///
/// @param usedNanos processor time
/// @param periods periods in which it used some under a quota
/// @param throttledPeriods those of them in which it was held back
/// @param throttledNanos for how long it was held back in all
record CpuUse(long usedNanos, long periods, long throttledPeriods, long throttledNanos) {}
