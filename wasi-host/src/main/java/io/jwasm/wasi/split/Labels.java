package io.jwasm.wasi.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The blocks around a place, the function itself being the outermost. Confined to one thread.
final class Labels {

    private final int results;
    private final List<Node.Block> blocks = new ArrayList<>();

    /// @param results how many results the function has
    Labels(int results) {
        this.results = results;
    }

    void enter(Node.Block block) {
        blocks.add(block);
    }

    void leave() {
        blocks.removeLast();
    }

    int depth() {
        return blocks.size();
    }

    boolean isFunction(int label) {
        return label == blocks.size();
    }

    int arity(int label) throws UnsplittableException {
        require(label);
        return isFunction(label) ? results : block(label).labelArity();
    }

    BitSet live(int label) throws UnsplittableException {
        require(label);
        return isFunction(label) ? new BitSet() : block(label).liveAtLabel();
    }

    private Node.Block block(int label) {
        return blocks.get(blocks.size() - 1 - label);
    }

    private void require(int label) throws UnsplittableException {
        if (label < 0 || label > blocks.size()) {
            throw new UnsplittableException("a branch to a block that there is not");
        }
    }
}
