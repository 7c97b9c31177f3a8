package io.jwasm.core.cpu;

import io.jwasm.api.error.ShimException;
import java.util.BitSet;

/// Reads lists of processors such as `0-2,7`,
/// [cpuset(7)](https://man7.org/linux/man-pages/man7/cpuset.7.html).
final class CpuSet {

    private static final int MAX_PROCESSOR = 8191;

    private CpuSet() {}

    /// Reads a list.
    ///
    /// @param list the list, not empty
    /// @return the processors
    /// @throws ShimException.InvalidArgument when it is malformed
    static BitSet parse(String list) {
        BitSet processors = new BitSet();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(list, dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : number(list, range.substring(dash + 1));
            if (last < first) {
                throw malformed(list);
            }
            processors.set(first, last + 1);
        }
        return processors;
    }

    private static int number(String list, String text) {
        try {
            int number = Integer.parseUnsignedInt(text.strip());
            if (number < 0 || number > MAX_PROCESSOR) {
                throw malformed(list);
            }
            return number;
        } catch (NumberFormatException _) {
            throw malformed(list);
        }
    }

    private static ShimException malformed(String list) {
        return new ShimException.InvalidArgument(
                "linux.resources.cpu.cpus \"%s\" is no list of processors such as 0-2,7"
                        .formatted(list));
    }
}
