package io.jwasm.wasi.split;

/// Splits the large functions of a module: runs of statements become functions, of the locals that
/// they read, which give back the locals that they write and where to go on.
public final class LargeFunctions {

    private LargeFunctions() {}

    /// Splits what is too large.
    ///
    /// @param module a module in which no fault was found in what frames its functions
    /// @return the module's bytes: the same array when nothing was split
    public static byte[] split(byte[] module) {
        return split(module, Limits.DEFAULT);
    }

    static byte[] split(byte[] module, Limits limits) {
        try {
            FunctionSplitter splitter = new FunctionSplitter(module);
            int functions = splitter.functions();
            for (int i = 0; i < functions; i++) {
                if (splitter.bytes(i) > limits.whole()) {
                    splitter.split(
                            i,
                            (code, _, results, work) ->
                                    PartFinder.find(code, results, limits, work));
                }
            }
            return splitter.hasParts() ? splitter.write(true) : module;
        } catch (UnsplittableException | IndexOutOfBoundsException _) {
            return module; // If anything is wrong with it, that is the decoder's to say.
        }
    }

    /// Which functions are split, and into what.
    ///
    /// @param whole bytes of code up to which a function stays whole
    /// @param smallestPart bytes of code below which nothing becomes a part
    /// @param largestPart bytes of code that a part has at most
    record Limits(int whole, int smallestPart, int largestPart) {

        /// The JIT's optimising compiler was seen to take functions of 24 KB, and to give up at 46
        /// KB.
        static final Limits DEFAULT = new Limits(24_000, 150, 4_000);
    }
}
