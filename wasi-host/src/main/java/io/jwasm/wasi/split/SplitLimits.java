package io.jwasm.wasi.split;

/// Which functions are split, and into what.
///
/// @param whole bytes of code up to which a function stays whole
/// @param smallestPart bytes of code below which nothing becomes a part
/// @param largestPart bytes of code that a part has at most
record SplitLimits(int whole, int smallestPart, int largestPart) {

    /// The JIT's optimising compiler was seen to take functions of 24 KB, and to give up at 46 KB.
    static final SplitLimits DEFAULT = new SplitLimits(24_000, 150, 4_000);
}
