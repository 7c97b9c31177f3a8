package io.jwasm.core.wall;

import java.util.Collection;
import java.util.Map;

/// The capabilities of [capabilities(7)](https://man7.org/linux/man-pages/man7/capabilities.7.html)
/// that mean anything for what a guest can do: to files, and to ports below 1024. Whatever else a
/// container is given, its guest has no call that it would be for.
public final class Privileges {

    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "CAP_CHOWN", 0,
                    "CAP_DAC_OVERRIDE", 1,
                    "CAP_DAC_READ_SEARCH", 2,
                    "CAP_FOWNER", 3,
                    "CAP_FSETID", 4,
                    "CAP_NET_BIND_SERVICE", 10);

    private Privileges() {}

    /// Finds the bits of capabilities.
    ///
    /// @param names such as `CAP_CHOWN`; others than those above count for nothing
    /// @return a bit for each
    public static long of(Collection<String> names) {
        long bits = 0;
        for (String name : names) {
            Integer number = NUMBERS.get(name);
            bits |= number == null ? 0 : 1L << number;
        }
        return bits;
    }
}
