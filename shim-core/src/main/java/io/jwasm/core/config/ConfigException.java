package io.jwasm.core.config;

/// A configuration that cannot be obeyed. The message names the place, the key, the value and what
/// is allowed.
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message what is wrong and where
    public ConfigException(String message) {
        super(message);
    }

    /// Creates the exception.
    ///
    /// @param message what is wrong and where
    /// @param cause what showed it
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
