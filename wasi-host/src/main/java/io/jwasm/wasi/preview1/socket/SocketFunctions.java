package io.jwasm.wasi.preview1.socket;

import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// All `sock_` functions of one guest.
public final class SocketFunctions implements Family {

    private final List<Family> families;

    /// Makes the functions for a guest.
    ///
    /// @param state what they share with the guest's others
    /// @param hasAccept whether `sock_accept` is one of them; snapshot 0 has none
    public SocketFunctions(HostState state, boolean hasAccept) {
        families =
                List.of(
                        new SockFunctions(state, hasAccept),
                        new ConnectionFunctions(state),
                        new DatagramFunctions(state),
                        new SocketOptionFunctions(state),
                        new NameLookupFunction(state));
    }

    @Override
    public List<Offer> find(String name) {
        for (Family family : families) {
            List<Offer> offers = family.find(name);
            if (!offers.isEmpty()) {
                return offers;
            }
        }
        return List.of();
    }
}
