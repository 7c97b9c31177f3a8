package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Input;
import io.jwasm.wasi.split.format.Opcode;
import java.util.ArrayList;
import java.util.List;

/// Reads a function's body into nodes, and how high the operand stack is between them. Confined to
/// one thread.
final class BodyReader {

    private static final int MAX_NESTING = 1000;

    private final Input code;
    private final Signatures signatures;

    /// Enclosing blocks, the innermost last; null stands for the function itself.
    private int nesting;

    BodyReader(Input code, Signatures signatures) {
        this.code = code;
        this.signatures = signatures;
    }

    /// Reads the instructions up to the function's `end`.
    Sequence read() throws UnsplittableException {
        Sequence body = new Sequence();
        int last = sequence(body, 0);
        if (last != Opcode.END || code.hasMore()) {
            throw new UnsplittableException("a body that does not end at its end");
        }
        return body;
    }

    /// Reads up to an `end` or `else`, and says which.
    private int sequence(Sequence into, int initialHeight) throws UnsplittableException {
        int height = initialHeight;
        while (true) {
            int start = code.position();
            int opcode = code.readByte();
            if (opcode == Opcode.END || opcode == Opcode.ELSE) {
                into.end(height);
                return opcode;
            }
            StackEffect effect = StackEffect.NONE;
            boolean goesOn = true;
            Node node;
            switch (opcode) {
                case Opcode.BLOCK, Opcode.LOOP, Opcode.IF -> {
                    Node.Block block = block(start, opcode);
                    node = block;
                    int pops = block.type().parameters() + (opcode == Opcode.IF ? 1 : 0);
                    effect = new StackEffect(pops, block.type().results());
                }
                case Opcode.BR, Opcode.BR_IF, Opcode.BR_TABLE, Opcode.RETURN -> {
                    Node.Branch branch = branch(start, opcode);
                    node = branch;
                    goesOn = branch.goesOn();
                    effect = new StackEffect(1, 0);
                }
                case Opcode.UNREACHABLE -> {
                    node = new Node.Plain(start, code.position(), opcode, -1);
                    goesOn = false;
                }
                default -> {
                    int local = Opcode.isLocal(opcode) ? code.readU32() : -1;
                    effect = effect(opcode);
                    node = new Node.Plain(start, code.position(), opcode, local);
                }
            }
            into.add(node, height);
            height = next(height, effect, goesOn);
        }
    }

    private static int next(int height, StackEffect effect, boolean goesOn)
            throws UnsplittableException {
        if (height == Sequence.DEAD || !goesOn) {
            return Sequence.DEAD;
        }
        if (height < effect.pops()) {
            throw new UnsplittableException("more is popped than there is");
        }
        return height - effect.pops() + effect.pushes();
    }

    private Node.Block block(int start, int opcode) throws UnsplittableException {
        if (++nesting > MAX_NESTING) {
            throw new UnsplittableException("blocks are nested too deep");
        }
        Node.BlockType type = blockType();
        int bodyStart = code.position();
        List<Sequence> bodies = new ArrayList<>(2);
        int last = Opcode.ELSE;
        while (last == Opcode.ELSE) {
            Sequence body = new Sequence();
            last = sequence(body, type.parameters());
            bodies.add(body);
        }
        if (bodies.size() > (opcode == Opcode.IF ? 2 : 1)) {
            throw new UnsplittableException("an else without an if");
        }
        nesting--;
        return new Node.Block(start, bodyStart, opcode, type, bodies, code.position());
    }

    private Node.BlockType blockType() throws UnsplittableException {
        int start = code.position();
        int first = code.readByte();
        if (first == Opcode.EMPTY_TYPE) {
            return new Node.BlockType(0, 0);
        }
        code.skip(start - code.position());
        if (first > Opcode.EMPTY_TYPE && first < 0x80) {
            Signatures.valueType(code);
            return new Node.BlockType(0, 1);
        }
        return signatures.type(code.readU32()).counts();
    }

    private Node.Branch branch(int start, int opcode) {
        List<Integer> labels = new ArrayList<>();
        if (opcode != Opcode.RETURN) {
            int count = opcode == Opcode.BR_TABLE ? code.readU32() : 0;
            for (int i = 0; i <= count; i++) {
                labels.add(code.readU32());
            }
        }
        return new Node.Branch(start, code.position(), opcode, List.copyOf(labels));
    }

    /// Reads what belongs to an instruction.
    private StackEffect effect(int opcode) throws UnsplittableException {
        switch (opcode) {
            case Opcode.CALL -> {
                return of(signatures.ofFunction(code.readU32()), 0);
            }
            case Opcode.CALL_INDIRECT -> {
                FunctionType type = signatures.type(code.readU32());
                code.skipLeb();
                return of(type, 1);
            }
            case 0x1c -> { // select with its types
                if (code.readU32() != 1) {
                    throw new UnsplittableException("a select of more than one type");
                }
                Signatures.valueType(code);
            }
            case 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd2 -> code.skipLeb();
            case 0x43 -> code.skip(Float.BYTES);
            case 0x44 -> code.skip(Double.BYTES);
            case 0xd0 -> Signatures.valueType(code);
            case 0xfc -> {
                return miscellaneous();
            }
            default -> {
                if (opcode >= 0x28 && opcode <= 0x3e) {
                    memoryArgument();
                }
            }
        }
        return StackEffect.of(opcode);
    }

    private void memoryArgument() {
        int alignment = code.readU32();
        if ((alignment & 0x40) != 0) {
            code.skipLeb(); // which memory
        }
        code.skipLeb();
    }

    private StackEffect miscellaneous() throws UnsplittableException {
        int opcode = code.readU32();
        StackEffect effect = StackEffect.ofMiscellaneous(opcode);
        int operands =
                switch (opcode) {
                    case 8, 10, 12, 14 -> 2;
                    case 9, 11, 13, 15, 16, 17 -> 1;
                    default -> 0;
                };
        for (int i = 0; i < operands; i++) {
            code.skipLeb();
        }
        return effect;
    }

    private static StackEffect of(FunctionType type, int more) {
        return new StackEffect(type.parameters().size() + more, type.results().size());
    }
}
