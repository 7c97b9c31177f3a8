package io.jwasm.wasi.split.format;

import java.io.ByteArrayOutputStream;

/// Collects the bytes of a module or of a part of one. Confined to one thread.
public final class Output {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Creates it, empty.
    public Output() {}

    /// Writes bytes.
    ///
    /// @param values 0 to 255
    /// @return this
    public Output raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /// Writes a range of bytes.
    ///
    /// @param from has them
    /// @param start where the range begins
    /// @param end where it ends
    /// @return this
    public Output copy(byte[] from, int start, int end) {
        bytes.write(from, start, end - start);
        return this;
    }

    /// Writes an unsigned number in LEB128.
    ///
    /// @param value the number
    /// @return this
    public Output u32(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    /// Writes an instruction with an unsigned operand.
    ///
    /// @param opcode the instruction
    /// @param operand its operand
    /// @return this
    public Output instruction(int opcode, int operand) {
        return raw(opcode).u32(operand);
    }

    /// Writes `i32.const` with a number that is not negative.
    ///
    /// @param value the number
    /// @return this
    public Output constant(int value) {
        raw(Opcode.I32_CONST);
        int rest = value;
        while (rest > 0x3f) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    /// Writes another's bytes.
    ///
    /// @param other the other
    /// @return this
    public Output append(Output other) {
        bytes.writeBytes(other.toByteArray());
        return this;
    }

    /// Writes another's bytes with their count before them.
    ///
    /// @param other the other
    /// @return this
    public Output sized(Output other) {
        return u32(other.size()).append(other);
    }

    /// How many bytes there are.
    ///
    /// @return the number
    public int size() {
        return bytes.size();
    }

    /// The bytes.
    ///
    /// @return a copy
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
