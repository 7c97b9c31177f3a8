package io.jwasm.wasi.split;

/// Instructions that splitting must understand or writes ([binary format of
/// instructions](https://webassembly.github.io/spec/core/binary/instructions.html)).
final class Opcode {

    static final int UNREACHABLE = 0x00;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0b;
    static final int BR = 0x0c;
    static final int BR_IF = 0x0d;
    static final int BR_TABLE = 0x0e;
    static final int RETURN = 0x0f;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int I32_CONST = 0x41;
    static final int I32_EQ = 0x46;

    /// The type of a block that takes nothing and gives nothing.
    static final int EMPTY_TYPE = 0x40;

    static final int I32 = 0x7f;

    private Opcode() {}

    /// Tells whether an instruction's operand is a local.
    static boolean isLocal(int opcode) {
        return opcode >= LOCAL_GET && opcode <= LOCAL_TEE;
    }
}
