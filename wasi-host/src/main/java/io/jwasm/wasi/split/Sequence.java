package io.jwasm.wasi.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Instructions that follow one another within one block. Filled by [BodyReader], then by
/// [Liveness]. Is equal to itself alone. Confined to one thread.
final class Sequence {

    /// The height where no instruction is reached.
    static final int DEAD = -1;

    private final List<Node> nodes = new ArrayList<>();

    /// The height of the operand stack above the block's own before each node, and after the last.
    private final List<Integer> heights = new ArrayList<>();

    private @Nullable BitSet[] live = {};

    void add(Node node, int heightBefore) {
        nodes.add(node);
        heights.add(heightBefore);
    }

    void end(int height) {
        heights.add(height);
        live = new BitSet[heights.size()];
    }

    int size() {
        return nodes.size();
    }

    Node node(int index) {
        return nodes.get(index);
    }

    List<Node> nodes() {
        return nodes;
    }

    /// Whether the operand stack is empty before a node, down to the block's own.
    boolean isStatement(int index) {
        return heights.get(index) == 0;
    }

    boolean isDead(int index) {
        return heights.get(index) == DEAD;
    }

    void liveBefore(int index, BitSet locals) {
        live[index] = locals;
    }

    /// The locals whose value before a node is read later. Known for statements and the end.
    BitSet liveBefore(int index) {
        BitSet locals = live[index];
        return locals == null ? new BitSet() : locals;
    }

    /// How many bytes some nodes take.
    int bytes(int from, int to) {
        return nodes.get(to - 1).end() - nodes.get(from).start();
    }
}
