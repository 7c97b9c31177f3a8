package io.jwasm.bundle.tar;

import java.io.IOException;

/// A tar archive that is malformed, truncated, or uses what the reader refuses.
public final class TarException extends IOException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message what is wrong, and at which entry
    public TarException(String message) {
        super(message);
    }
}
