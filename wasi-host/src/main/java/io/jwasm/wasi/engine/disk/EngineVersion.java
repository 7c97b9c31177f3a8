package io.jwasm.wasi.engine.disk;

/// What made an entry; another version neither reads nor keeps it.
final class EngineVersion {

    /// The engine's release and the number of our own choices (how functions are grouped, what
    /// stands in for the engine's operations, the format of an entry), which goes up with each.
    static final String KEY = "chicory-1.7.5-3";

    private EngineVersion() {}
}
