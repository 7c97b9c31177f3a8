package io.jwasm.wasi.testing;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.EventFd;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.GuestEnd;

/// The control of a guest that can be told to stop.
public final class StoppableControl implements GuestControl, AutoCloseable {

    private final EventFd wake;
    private volatile boolean isStopAsked;

    /// Creates the control.
    ///
    /// @throws ErrnoException when there is no eventfd
    public StoppableControl() throws ErrnoException {
        wake = EventFd.create();
    }

    /// Tells the guest to stop.
    public void stop() {
        isStopAsked = true;
        wake.signal();
    }

    @Override
    public int wakeFd() {
        return wake.number();
    }

    @Override
    public void checkpoint() {
        if (isStopAsked) {
            throw new GuestEnd.Stop();
        }
    }

    @Override
    public void close() {
        wake.close();
    }
}
