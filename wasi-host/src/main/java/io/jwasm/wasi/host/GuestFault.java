package io.jwasm.wasi.host;

/// A host function was given a range outside the guest's memory; WASI answers it with `fault`.
///
/// Thrown often by hostile guests, so it has no stack trace.
public final class GuestFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Creates the fault.
    public GuestFault() {
        super("range outside the guest's memory", null, false, false);
    }
}
