package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Opcode;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what crosses the bounds of a part: locals that go in and out, branches that leave.
/// Confined to one thread.
final class PartBounds {

    private final Labels labels;
    private final int functionResults;
    private final Work work;
    private BitSet referenced = new BitSet();
    private BitSet written = new BitSet();
    private Set<Integer> exits = new LinkedHashSet<>();
    private boolean returns;

    PartBounds(Labels labels, int functionResults, Work work) {
        this.labels = labels;
        this.functionResults = functionResults;
        this.work = work;
    }

    /// Makes a part of nodes; empty when something leaves them that cannot be handed on.
    Optional<Part> part(Sequence sequence, int from, int to) throws UnsplittableException {
        referenced = new BitSet();
        written = new BitSet();
        exits = new LinkedHashSet<>();
        returns = false;
        if (!collect(sequence.nodes().subList(from, to), 0)) {
            return Optional.empty();
        }
        boolean isPassable = !sequence.isDead(to);
        BitSet parameters = (BitSet) sequence.liveBefore(from).clone();
        parameters.and(referenced);
        BitSet results = isPassable ? (BitSet) sequence.liveBefore(to).clone() : new BitSet();
        for (int exit : exits) {
            results.or(labels.live(exit));
        }
        results.and(written);
        return Optional.of(
                new Part(
                        from,
                        to,
                        parameters.stream().boxed().toList(),
                        results.stream().boxed().toList(),
                        List.copyOf(exits),
                        isPassable,
                        returns,
                        1));
    }

    private boolean collect(List<Node> nodes, int depth) throws UnsplittableException {
        work.add(nodes.size());
        for (Node node : nodes) {
            boolean isUnderstood =
                    switch (node) {
                        case Node.Plain plain -> collect(plain);
                        case Node.Branch branch -> collect(branch, depth);
                        case Node.Block block -> collect(block, depth);
                    };
            if (!isUnderstood) {
                return false;
            }
        }
        return true;
    }

    private boolean collect(Node.Plain plain) {
        if (plain.local() >= 0) {
            referenced.set(plain.local());
            if (plain.opcode() != Opcode.LOCAL_GET) {
                written.set(plain.local());
            }
        }
        return true;
    }

    private boolean collect(Node.Block block, int depth) throws UnsplittableException {
        for (Sequence body : block.bodies()) {
            if (!collect(body.nodes(), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean collect(Node.Branch branch, int depth) throws UnsplittableException {
        if (branch.opcode() == Opcode.RETURN) {
            returns = true;
            return functionResults <= 1;
        }
        for (int label : branch.labels()) {
            if (label < depth) {
                continue;
            }
            int exit = label - depth;
            int arity = labels.arity(exit);
            if (!labels.isFunction(exit)) {
                exits.add(exit);
            } else {
                returns = true;
            }
            boolean isReturn = labels.isFunction(exit) && branch.opcode() == Opcode.BR;
            if (arity > (isReturn ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }
}
