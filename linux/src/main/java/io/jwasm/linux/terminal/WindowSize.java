package io.jwasm.linux.terminal;

/// How large a terminal is shown, `struct winsize` of
/// [TIOCSWINSZ(2const)](https://man7.org/linux/man-pages/man2/TIOCSWINSZ.2const.html).
///
/// @param columns characters in a line, 0 to 65535
/// @param rows lines, 0 to 65535
public record WindowSize(int columns, int rows) {

    /// The largest number of either.
    public static final int MAX = 0xffff;

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException when one is too large or negative
    public WindowSize {
        if (columns < 0 || columns > MAX || rows < 0 || rows > MAX) {
            throw new IllegalArgumentException(
                    "window of %d columns and %d rows: neither may be more than %d"
                            .formatted(columns, rows, MAX));
        }
    }
}
