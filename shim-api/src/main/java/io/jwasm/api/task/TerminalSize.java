package io.jwasm.api.task;

import io.jwasm.api.error.ShimException;

/// How large a client shows a terminal.
///
/// @param columns characters in a line, 0 to 65535
/// @param rows lines, 0 to 65535
public record TerminalSize(int columns, int rows) {

    private static final int MAX = 0xffff; // unsigned short of ioctl_tty(2)

    /// Checks the numbers.
    ///
    /// @throws ShimException.InvalidArgument when one is no size of a terminal
    public TerminalSize {
        check(columns);
        check(rows);
    }

    private static void check(int number) {
        if (number < 0 || number > MAX) {
            throw new ShimException.InvalidArgument(
                    "terminal size %s is not in 0 to %d"
                            .formatted(Integer.toUnsignedString(number), MAX));
        }
    }
}
