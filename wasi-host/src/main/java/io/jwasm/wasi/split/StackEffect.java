package io.jwasm.wasi.split;

/// What an instruction takes from the operand stack and puts there ([instruction
/// index](https://webassembly.github.io/spec/core/appendix/index-instructions.html)).
///
/// @param pops how many values it takes
/// @param pushes how many values it puts
record StackEffect(int pops, int pushes) {

    static final StackEffect NONE = new StackEffect(0, 0);
    private static final StackEffect SOURCE = new StackEffect(0, 1);
    private static final StackEffect SINK = new StackEffect(1, 0);
    private static final StackEffect UNARY = new StackEffect(1, 1);
    private static final StackEffect BINARY = new StackEffect(2, 1);
    private static final StackEffect TERNARY = new StackEffect(3, 1);
    private static final StackEffect STORE = new StackEffect(2, 0);
    private static final StackEffect BULK = new StackEffect(3, 0);

    /// The effect of an instruction of one byte, calls and branches left out.
    static StackEffect of(int opcode) throws UnsplittableException {
        return switch (opcode) {
            case 0x01 -> NONE; // nop
            case 0x1a, 0x21, 0x24 -> SINK; // drop, local.set, global.set
            case 0x1b, 0x1c -> TERNARY; // select
            case 0x20, 0x23, 0x3f, 0x41, 0x42, 0x43, 0x44, 0xd0, 0xd2 -> SOURCE;
            case 0x22, 0x25, 0x40, 0xd1 -> UNARY; // local.tee, table.get, memory.grow, ref.is_null
            case 0x26 -> STORE; // table.set
            default -> ofRange(opcode);
        };
    }

    private static StackEffect ofRange(int opcode) throws UnsplittableException {
        if (opcode >= 0x28 && opcode <= 0x35) {
            return UNARY; // loads
        }
        if (opcode >= 0x36 && opcode <= 0x3e) {
            return STORE;
        }
        if (opcode >= 0x45 && opcode <= 0xc4) {
            return isUnary(opcode) ? UNARY : BINARY;
        }
        throw new UnsplittableException("instruction 0x%02x".formatted(opcode));
    }

    private static boolean isUnary(int opcode) {
        return opcode == 0x45
                || opcode == 0x50 // eqz
                || (opcode >= 0x67 && opcode <= 0x69)
                || (opcode >= 0x79 && opcode <= 0x7b) // clz, ctz, popcnt
                || (opcode >= 0x8b && opcode <= 0x91)
                || (opcode >= 0x99 && opcode <= 0x9f) // abs to sqrt
                || opcode >= 0xa7; // conversions, sign extension
    }

    /// The effect of an instruction behind the byte 0xfc.
    static StackEffect ofMiscellaneous(int opcode) throws UnsplittableException {
        return switch (opcode) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> UNARY; // saturating conversions
            case 8, 10, 11, 12, 14, 17 -> BULK; // init, copy, fill
            case 9, 13 -> NONE; // drop
            case 15 -> BINARY; // table.grow
            case 16 -> SOURCE; // table.size
            default -> throw new UnsplittableException("instruction 0xfc " + opcode);
        };
    }
}
