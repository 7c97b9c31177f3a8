package io.jwasm.linux.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A program of classic BPF over `struct seccomp_data`, instruction by instruction
/// ([bpf(4)](https://man.freebsd.org/cgi/man.cgi?bpf(4)), `linux/filter.h`).
///
/// Jumps are relative to the next instruction and reach 255 at the most, so every test here jumps
/// over a handful of instructions. Not thread-safe.
final class BpfProgram {

    static final int INSTRUCTION_BYTES = 8; // code, jump if true, jump if false, constant
    static final int MAX_INSTRUCTIONS = 4096; // BPF_MAXINSNS

    private static final int LD_W_ABS = 0x20;
    private static final int ALU_AND_K = 0x54;
    private static final int JMP_JEQ_K = 0x15;
    private static final int JMP_JGE_K = 0x35;
    private static final int JMP_JGT_K = 0x25;
    private static final int RET_K = 0x06;

    private final ByteBuffer code =
            ByteBuffer.allocate(MAX_INSTRUCTIONS * INSTRUCTION_BYTES)
                    .order(ByteOrder.nativeOrder());

    /// Loads the 32-bit word at an offset of the data.
    void load(int offset) {
        add(LD_W_ABS, 0, 0, offset);
    }

    void and(int mask) {
        add(ALU_AND_K, 0, 0, mask);
    }

    /// Skips that many instructions when the loaded word is the value.
    void skipIfEqual(int value, int skipped) {
        add(JMP_JEQ_K, skipped, 0, value);
    }

    /// Skips that many instructions unless the loaded word is the value.
    void skipUnlessEqual(int value, int skipped) {
        add(JMP_JEQ_K, 0, skipped, value);
    }

    /// Skips that many instructions unless the loaded word, unsigned, is the value or more.
    void skipUnlessAtLeast(int value, int skipped) {
        add(JMP_JGE_K, 0, skipped, value);
    }

    /// Skips that many instructions when the loaded word, unsigned, is more than the value.
    void skipIfGreater(int value, int skipped) {
        add(JMP_JGT_K, skipped, 0, value);
    }

    void answer(int action) {
        add(RET_K, 0, 0, action);
    }

    private void add(int operation, int ifTrue, int ifFalse, int constant) {
        code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
    }

    int instructions() {
        return code.position() / INSTRUCTION_BYTES;
    }

    byte[] bytes() {
        byte[] program = new byte[code.position()];
        code.get(0, program);
        return program;
    }
}
