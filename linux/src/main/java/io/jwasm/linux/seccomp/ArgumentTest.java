package io.jwasm.linux.seccomp;

/// A condition on one half of an argument of a system call, which is all that a filter sees at
/// once.
///
/// @param argument which, 0 for the first
/// @param isUpperHalf whether the upper 32 bits are meant
/// @param mask the bits that count
/// @param value what they must be
public record ArgumentTest(int argument, boolean isUpperHalf, int mask, int value) {

    private static final int ALL_BITS = -1;
    private static final int MAX_ARGUMENT = 5;

    /// Checks the argument's number.
    public ArgumentTest {
        if (argument < 0 || argument > MAX_ARGUMENT) {
            throw new IllegalArgumentException("system calls have no argument " + argument);
        }
    }

    /// An argument of type `int` is a value.
    ///
    /// @param argument which, 0 for the first
    /// @param value what it must be
    /// @return the condition
    public static ArgumentTest is(int argument, int value) {
        return masked(argument, ALL_BITS, value);
    }

    /// Some of the lower 32 bits of an argument are what they should be.
    ///
    /// @param argument which, 0 for the first
    /// @param mask the bits that count
    /// @param value what they must be
    /// @return the condition
    public static ArgumentTest masked(int argument, int mask, int value) {
        return new ArgumentTest(argument, false, mask, value);
    }

    /// The upper half of an argument of 64 bits is zero.
    ///
    /// @param argument which, 0 for the first
    /// @return the condition
    public static ArgumentTest hasNoUpperHalf(int argument) {
        return new ArgumentTest(argument, true, ALL_BITS, 0);
    }

    /// Where the half is in the argument: both architectures are little-endian.
    int offset() {
        return 8 * argument + (isUpperHalf ? 4 : 0);
    }
}
