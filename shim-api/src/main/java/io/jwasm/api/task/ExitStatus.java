package io.jwasm.api.task;

import java.time.Instant;

/// How and when a process ended.
///
/// @param code the exit code, 0 to 255; 128 + n for the end by signal n
/// @param at when it ended
public record ExitStatus(int code, Instant at) {

    /// Checks the code.
    public ExitStatus {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("exit code " + code + " is not in 0 to 255");
        }
    }
}
