package io.jwasm.core.limit;

import io.jwasm.wasi.Hold;

/// Holds a guest that has used up its quota.
///
/// @param guest the guest
record HeldForQuota(LimitedGuest guest) implements Throttle {

    @Override
    public void hold() {
        guest.hold(Hold.QUOTA);
    }

    @Override
    public void release() {
        guest.release(Hold.QUOTA);
    }
}
