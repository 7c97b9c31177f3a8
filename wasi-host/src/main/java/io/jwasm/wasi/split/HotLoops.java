package io.jwasm.wasi.split;

/// Lets a guest that is in a loop change over from the interpreter to compiled code, which it does
/// where it calls a function: the bodies of loops become functions for the interpreter.
public final class HotLoops {

    /// Loops in loops of which the inner ones become functions too.
    private static final int LEVELS = 3;

    private HotLoops() {}

    /// Two modules of the same functions, of which each does the same in both.
    ///
    /// @param interpreted calls functions for some turns of a loop
    /// @param compiled has these functions too, and calls none of them
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Versions(byte[] interpreted, byte[] compiled) {}

    /// Finds the loops of a module.
    ///
    /// @param module a module in which no fault was found in what frames its functions
    /// @return its versions: the same array twice when there is nothing to change
    public static Versions split(byte[] module) {
        try {
            FunctionSplitter splitter = new FunctionSplitter(module);
            int from = 0;
            for (int level = 0; level < LEVELS; level++) {
                int to = splitter.functions();
                for (int i = from; i < to; i++) {
                    if (!splitter.takesTurns(i)) {
                        splitter.split(
                                i,
                                (code, source, results, work) ->
                                        LoopFinder.find(
                                                code, source, splitter.imported(), results, work));
                    }
                }
                from = to;
            }
            return splitter.hasParts()
                    ? new Versions(splitter.write(true), splitter.write(false))
                    : new Versions(module, module);
        } catch (UnsplittableException | IndexOutOfBoundsException _) {
            // If anything is wrong with it, that is the decoder's to say.
            return new Versions(module, module);
        }
    }
}
