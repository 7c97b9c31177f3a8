package io.jwasm.wasi.engine;

import org.jspecify.annotations.Nullable;

/// A file is no module, or not one that can be run here; the message names the file and the cause.
public final class ModuleException extends Exception {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message the module's name in quotes, then the cause, then what to do
    /// @param cause what the engine said, if anything
    public ModuleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
