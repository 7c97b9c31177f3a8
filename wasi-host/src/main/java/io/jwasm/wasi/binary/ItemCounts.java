package io.jwasm.wasi.binary;

import java.util.EnumMap;
import java.util.Map;

/// Adds up what a module declares. Confined to one thread.
final class ItemCounts {

    private final Map<Item, Long> counts = new EnumMap<>(Item.class);

    /// Reads how many items follow in a section, and counts them.
    int read(ByteCursor section, Item item) throws BinaryFault {
        int count = section.readCount(item.plural);
        add(item, count);
        return count;
    }

    void add(Item item, int count) throws BinaryFault {
        if (counts.merge(item, (long) count, Math::addExact) > item.most) {
            throw new BinaryFault("declares more than %d %s".formatted(item.most, item.plural));
        }
    }
}
