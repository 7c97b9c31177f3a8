package io.jwasm.it.process;

import com.google.protobuf.ByteString;

/// What a command left: its exit code, and all that it wrote.
///
/// @param command the command line, for messages
/// @param exitCode the exit code, 128 and the signal's number when a signal ended it
/// @param output the bytes of its standard output
/// @param error the text of its standard error
public record Outcome(String command, int exitCode, ByteString output, String error) {
    /// Returns the standard output as text.
    ///
    /// @return the text
    public String text() {
        return output.toStringUtf8();
    }

    /// Insists that the command succeeded.
    ///
    /// @return this outcome
    /// @throws IllegalStateException when the exit code is not 0
    public Outcome orThrow() {
        if (exitCode != 0) {
            throw new IllegalStateException(toString());
        }
        return this;
    }

    @Override
    public String toString() {
        String shown = output.size() > 2000 ? output.size() + " bytes" : text();
        return "'%s' ended with %d%nstdout: %s%nstderr: %s"
                .formatted(command, exitCode, shown, error);
    }
}
