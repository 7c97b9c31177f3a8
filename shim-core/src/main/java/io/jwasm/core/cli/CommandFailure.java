package io.jwasm.core.cli;

/// The command cannot be carried out: one line for the user, and the exit code.
final class CommandFailure extends Exception {

    /// jwasm itself failed, as with docker(1) and env(1).
    static final int FAILED = 125;

    /// The entrypoint is there and cannot be run.
    static final int NOT_RUNNABLE = 126;

    /// The entrypoint is not there.
    static final int NOT_FOUND = 127;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = FAILED;
    }

    int exitCode() {
        return exitCode;
    }
}
