package io.jwasm.wasi.split.format;

/// Instructions that splitting must understand or writes ([binary format of
/// instructions](https://webassembly.github.io/spec/core/binary/instructions.html)).
public final class Opcode {

    /// `unreachable`.
    public static final int UNREACHABLE = 0x00;

    /// `block`.
    public static final int BLOCK = 0x02;

    /// `loop`.
    public static final int LOOP = 0x03;

    /// `if`.
    public static final int IF = 0x04;

    /// `else`.
    public static final int ELSE = 0x05;

    /// `end`.
    public static final int END = 0x0b;

    /// `br`.
    public static final int BR = 0x0c;

    /// `br_if`.
    public static final int BR_IF = 0x0d;

    /// `br_table`.
    public static final int BR_TABLE = 0x0e;

    /// `return`.
    public static final int RETURN = 0x0f;

    /// `call`.
    public static final int CALL = 0x10;

    /// `call_indirect`.
    public static final int CALL_INDIRECT = 0x11;

    /// `local.get`.
    public static final int LOCAL_GET = 0x20;

    /// `local.set`.
    public static final int LOCAL_SET = 0x21;

    /// `local.tee`.
    public static final int LOCAL_TEE = 0x22;

    /// `i32.const`.
    public static final int I32_CONST = 0x41;

    /// `i32.eq`.
    public static final int I32_EQ = 0x46;

    /// Tells whether a number is below another, both unsigned.
    public static final int I32_LT_U = 0x49;

    /// Adds numbers.
    public static final int I32_ADD = 0x6a;

    /// The type of a block that takes nothing and gives nothing.
    public static final int EMPTY_TYPE = 0x40;

    /// The type of numbers of 32 bits.
    public static final int I32 = 0x7f;

    private Opcode() {}

    /// Tells whether an instruction's operand is a local.
    ///
    /// @param opcode the instruction
    /// @return whether it is
    public static boolean isLocal(int opcode) {
        return opcode >= LOCAL_GET && opcode <= LOCAL_TEE;
    }
}
