package io.jwasm.wasi.split;

/// Counts steps, so that no module keeps the splitter busy for long. Confined to one thread.
final class Work {

    /// About a second; the largest of real functions take a hundredth.
    private static final long MAX_STEPS = 100_000_000;

    private long steps;

    void add(int count) throws UnsplittableException {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new UnsplittableException("too much work");
        }
    }
}
