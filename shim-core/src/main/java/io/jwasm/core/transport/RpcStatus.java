package io.jwasm.core.transport;

/// How a call failed, as every transport tells it.
///
/// @param code a code of google.rpc.Code, never 0
/// @param message what failed and why
public record RpcStatus(int code, String message) {

    private static final int INTERNAL = 13;

    /// Whether the failure is the shim's own, to be logged with its stack.
    ///
    /// @return false when the caller was at fault
    public boolean isInternal() {
        return code == INTERNAL;
    }
}
