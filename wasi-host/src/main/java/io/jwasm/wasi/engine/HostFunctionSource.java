package io.jwasm.wasi.engine;

import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.HostBudget;
import io.jwasm.wasi.host.HostFunctions;

/// Makes the host functions of one guest.
@FunctionalInterface
public interface HostFunctionSource {

    /// Makes the functions, which the guest closes at its end.
    ///
    /// @param config what the guest is given
    /// @param control how functions that block learn that they must not
    /// @param budget what the functions may keep in memory
    /// @return the functions
    /// @throws HostBudget.Refused when there is no memory for what they need at the least
    HostFunctions open(GuestConfig config, GuestControl control, HostBudget budget);
}
