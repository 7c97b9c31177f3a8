package io.jwasm.core.limit;

import io.jwasm.api.error.ShimException;
import java.util.BitSet;

/// Reads the list format of cpuset(7), such as `0-3,7`.
final class ProcessorList {

    /// Far beyond what any kernel is built for.
    private static final int MAX = 1 << 16;

    private ProcessorList() {}

    /// Reads a list.
    ///
    /// @param text the list, or empty
    /// @return the processors' numbers
    /// @throws ShimException.InvalidArgument when it is none
    static BitSet parse(String text) {
        BitSet processors = new BitSet();
        if (text.isBlank()) {
            return processors;
        }
        try {
            for (String range : text.strip().split(",", -1)) {
                String[] ends = range.split("-", 2);
                int first = Integer.parseInt(ends[0]);
                int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
                if (last >= MAX || last < first) {
                    throw new NumberFormatException(range);
                }
                processors.set(first, last + 1);
            }
            return processors;
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            throw new ShimException.InvalidArgument(
                    "cpus \"%s\" is no list of processors".formatted(text), malformed);
        }
    }
}
