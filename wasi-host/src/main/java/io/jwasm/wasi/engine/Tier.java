package io.jwasm.wasi.engine;

/// How a module is run.
public enum Tier {
    /// The interpreter alone.
    INTERPRETER,
    /// The compiler: the first guest of a module waits until it has been compiled.
    COMPILER,
    /// The interpreter at once; the module is compiled in the background, and its guests, the
    /// running ones too, change over at their next call when that is done.
    ADAPTIVE
}
