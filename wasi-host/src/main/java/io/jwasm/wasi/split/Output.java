package io.jwasm.wasi.split;

import java.io.ByteArrayOutputStream;

/// Collects the bytes of a module or of a part of one. Confined to one thread.
final class Output {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Output copy(byte[] from, int start, int end) {
        bytes.write(from, start, end - start);
        return this;
    }

    /// Writes an unsigned number in LEB128.
    Output u32(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    /// Writes an instruction with an unsigned operand.
    Output instruction(int opcode, int operand) {
        return raw(opcode).u32(operand);
    }

    /// Writes `i32.const` with a number that is not negative.
    Output constant(int value) {
        raw(Opcode.I32_CONST);
        int rest = value;
        while (rest > 0x3f) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    Output append(Output other) {
        bytes.writeBytes(other.toByteArray());
        return this;
    }

    /// Writes another's bytes with their count before them.
    Output sized(Output other) {
        return u32(other.size()).append(other);
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
