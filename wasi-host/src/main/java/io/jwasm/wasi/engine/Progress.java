package io.jwasm.wasi.engine;

/// Hears how far a compilation is.
@FunctionalInterface
public interface Progress {

    /// For those who do not care.
    Progress NONE = (_, _) -> {};

    /// Some functions have been compiled.
    ///
    /// @param functions how many so far
    /// @param all how many there are
    void at(int functions, int all);
}
