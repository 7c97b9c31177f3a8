package io.jwasm.wasi;

/// Why a guest is held. Reasons are independent: a guest goes on when none is left.
public enum Hold {
    /// Its container is paused.
    PAUSE(true),
    /// It was sent a signal that stops.
    SIGNAL(true),
    /// It has used up its share of the processors. A guest that waits uses none, so it is let wait.
    QUOTA(false);

    private final boolean endsWaiting;

    Hold(boolean endsWaiting) {
        this.endsWaiting = endsWaiting;
    }

    /// Tells whether a guest that waits in a host call is taken out of it to be held.
    ///
    /// @return whether it is
    public boolean endsWaiting() {
        return endsWaiting;
    }
}
