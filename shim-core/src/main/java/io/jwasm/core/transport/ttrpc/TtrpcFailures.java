package io.jwasm.core.transport.ttrpc;

import io.jwasm.api.error.ShimException;
import io.jwasm.core.transport.RpcStatus;
import io.jwasm.core.transport.StatusMapper;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;

/// The table of [StatusMapper] in ttrpc's types.
public final class TtrpcFailures {

    private TtrpcFailures() {}

    /// The status for what a handler threw.
    ///
    /// @param failure what it threw
    /// @return the status, never OK
    public static TtrpcStatus status(Throwable failure) {
        RpcStatus status = StatusMapper.map(failure);
        return TtrpcStatus.of(TtrpcCode.of(status.code()), status.message());
    }

    /// The failure that a peer's answer stands for.
    ///
    /// @param failure what a call ended with
    /// @return its kind and message
    static ShimException failure(TtrpcException failure) {
        TtrpcStatus status = failure.status();
        return StatusMapper.unmap(new RpcStatus(status.code().number(), status.message()));
    }
}
