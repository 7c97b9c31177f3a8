package io.jwasm.wasi.binary;

/// Adds up how many enclosing blocks the decoder steps over to find the targets of branches, which
/// a module of a few kilobytes can drive into the billions. Confined to one thread.
final class BranchWork {

    /// A second of work, and a thousand times what large real modules need.
    private static final long MAX_STEPS = 200_000_000;

    private long steps;

    void add(long depth) throws BinaryFault {
        steps += depth;
        if (steps > MAX_STEPS) {
            throw new BinaryFault("nests its blocks too deep for the branches out of them");
        }
    }
}
