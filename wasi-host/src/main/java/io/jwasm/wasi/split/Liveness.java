package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Opcode;
import java.util.BitSet;

/// Finds which locals are read later, backwards through a body. Confined to one thread.
final class Liveness {

    private final Labels labels;
    private final Work work;

    private Liveness(int results, Work work) {
        labels = new Labels(results);
        this.work = work;
    }

    /// Notes in each sequence and block what is live there.
    ///
    /// @param body a function's body
    /// @param results how many results the function has
    static void compute(Sequence body, int results, Work work) throws UnsplittableException {
        new Liveness(results, work).before(body, new BitSet());
    }

    private BitSet before(Sequence sequence, BitSet after) throws UnsplittableException {
        work.add(sequence.size());
        BitSet live = (BitSet) after.clone();
        sequence.liveBefore(sequence.size(), (BitSet) live.clone());
        for (int i = sequence.size() - 1; i >= 0; i--) {
            live = before(sequence.node(i), live);
            if (sequence.isStatement(i)) {
                sequence.liveBefore(i, (BitSet) live.clone());
            }
        }
        return live;
    }

    private BitSet before(Node node, BitSet after) throws UnsplittableException {
        return switch (node) {
            case Node.Plain plain -> before(plain, after);
            case Node.Branch branch -> before(branch, after);
            case Node.Block block -> before(block, after);
        };
    }

    private static BitSet before(Node.Plain plain, BitSet live) {
        switch (plain.opcode()) {
            case Opcode.LOCAL_GET -> live.set(plain.local());
            case Opcode.LOCAL_SET, Opcode.LOCAL_TEE -> live.clear(plain.local());
            case Opcode.UNREACHABLE -> live.clear();
            default -> {}
        }
        return live;
    }

    private BitSet before(Node.Branch branch, BitSet after) throws UnsplittableException {
        BitSet live = branch.goesOn() ? after : new BitSet();
        for (int label : branch.labels()) {
            live.or(labels.live(label));
        }
        return live;
    }

    private BitSet before(Node.Block block, BitSet after) throws UnsplittableException {
        labels.enter(block);
        BitSet live =
                block.opcode() == Opcode.LOOP
                        ? beforeLoop(block, after)
                        : beforeBlock(block, after);
        labels.leave();
        return live;
    }

    private BitSet beforeBlock(Node.Block block, BitSet after) throws UnsplittableException {
        block.liveAtLabel((BitSet) after.clone());
        BitSet live = new BitSet();
        for (Sequence body : block.bodies()) {
            live.or(before(body, after));
        }
        if (block.opcode() == Opcode.IF && block.bodies().size() == 1) {
            live.or(after);
        }
        return live;
    }

    /// What is live at a loop's start is live at its branches back: goes round until no local is
    /// added. What was found for an earlier turn of an enclosing loop holds, and is begun with.
    private BitSet beforeLoop(Node.Block loop, BitSet after) throws UnsplittableException {
        while (true) {
            BitSet live = before(loop.bodies().getFirst(), after);
            live.or(loop.liveAtLabel());
            if (live.equals(loop.liveAtLabel())) {
                return live;
            }
            loop.liveAtLabel((BitSet) live.clone());
        }
    }
}
