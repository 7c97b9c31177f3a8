package io.jwasm.wasi.host;

/// How a host function that blocks learns that it must not.
///
/// A host function waits with ppoll(2) on what it waits for **and** on [#wakeFd], and calls
/// [#checkpoint] whenever that one is readable.
public interface GuestControl {

    /// An eventfd(2) that becomes readable when the guest is to stop or to pause.
    ///
    /// @return its descriptor number
    int wakeFd();

    /// Obeys what is asked of the guest: parks while it is paused, unwinds when it is to stop.
    ///
    /// @throws GuestEnd.Stop when the guest is to stop
    void checkpoint();
}
