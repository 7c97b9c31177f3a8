package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Opcode;
import java.util.BitSet;
import java.util.List;

/// An instruction of a function's body, with all that is inside of it. Its place is a range of the
/// module's bytes.
sealed interface Node {

    int start();

    int end();

    /// An instruction that neither encloses others nor branches; or `unreachable`.
    ///
    /// @param local the local that it reads or writes, -1 for none
    record Plain(int start, int end, int opcode, int local) implements Node {}

    /// A branch, or `return`.
    ///
    /// @param labels how many blocks out each target is, the default one last; none for `return`
    record Branch(int start, int end, int opcode, List<Integer> labels) implements Node {

        /// Whether the instruction after it can be reached from it.
        boolean goesOn() {
            return opcode == Opcode.BR_IF;
        }
    }

    /// A `block`, `loop` or `if`.
    final class Block implements Node {
        private final int start;
        private final int bodyStart;
        private final int opcode;
        private final BlockType type;
        private final List<Sequence> bodies;
        private final int end;

        /// Which locals are read later by who branches to its label.
        private BitSet liveAtLabel = new BitSet();

        Block(
                int start,
                int bodyStart,
                int opcode,
                BlockType type,
                List<Sequence> bodies,
                int end) {
            this.start = start;
            this.bodyStart = bodyStart;
            this.opcode = opcode;
            this.type = type;
            this.bodies = List.copyOf(bodies);
            this.end = end;
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return end;
        }

        /// Where its opcode and its type end.
        int bodyStart() {
            return bodyStart;
        }

        int opcode() {
            return opcode;
        }

        BlockType type() {
            return type;
        }

        /// One body, or two of an `if` with an `else`.
        List<Sequence> bodies() {
            return bodies;
        }

        /// How many values a branch to its label takes along.
        int labelArity() {
            return opcode == Opcode.LOOP ? type.parameters() : type.results();
        }

        BitSet liveAtLabel() {
            return liveAtLabel;
        }

        void liveAtLabel(BitSet live) {
            liveAtLabel = live;
        }
    }

    /// How many values a block takes and gives.
    ///
    /// @param parameters how many it takes
    /// @param results how many it gives
    record BlockType(int parameters, int results) {}
}
