package io.jwasm.core.limit;

/// Holds one guest back and lets it go on. Called on the governor's thread and by whoever changes
/// the limit; must not block.
interface Throttle {

    /// Holds it, at the next safe place.
    void hold();

    /// Lets it go on.
    void release();
}
