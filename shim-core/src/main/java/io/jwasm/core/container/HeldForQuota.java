package io.jwasm.core.container;

import io.jwasm.core.limit.Throttle;
import io.jwasm.wasi.Hold;

/// Holds a guest that has used up its quota.
///
/// @param run the guest
record HeldForQuota(Run run) implements Throttle {

    @Override
    public void hold() {
        run.hold(Hold.QUOTA);
    }

    @Override
    public void release() {
        run.release(Hold.QUOTA);
    }
}
