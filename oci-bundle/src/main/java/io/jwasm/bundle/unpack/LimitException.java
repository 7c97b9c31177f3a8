package io.jwasm.bundle.unpack;

import java.io.IOException;

/// An image that is larger than it may be.
public final class LimitException extends IOException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message which limit, and its value
    public LimitException(String message) {
        super(message);
    }
}
