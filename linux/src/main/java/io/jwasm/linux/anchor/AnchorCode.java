package io.jwasm.linux.anchor;

import io.jwasm.linux.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The machine code of an anchor, for each architecture the same steps:
///
/// 1. `prctl(PR_SET_PDEATHSIG, SIGKILL)`: die with the thread that spawned it;
/// 2. `getppid()`: if the parent was gone before step 1 took effect, exit with status 1. Answer 0
///    is right as well: the parent is outside the anchor's PID namespace;
/// 3. `close_range(0, ~0, 0)`: hold no file of the daemon's;
/// 4. `prctl(PR_SET_NAME, "jwasm-anchor")`;
/// 5. sleep until a signal ends it; all signals have their default actions.
final class AnchorCode {

    private static final byte[] NAME = "jwasm-anchor\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_BYTES = 256;

    private AnchorCode() {}

    /// Emits the code, position-independent, entered at its first byte.
    static byte[] emit(Architecture architecture, int parentPid) {
        ByteBuffer code = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (architecture) {
            case X86_64 -> emitX8664(code, parentPid);
            case AARCH64 -> emitAarch64(code, parentPid);
        }
        code.put(NAME).flip();
        byte[] bytes = new byte[code.remaining()];
        code.get(bytes);
        return bytes;
    }

    /// x86-64: number in eax, arguments in edi, esi, edx; writing a 32-bit register clears the
    /// upper half.
    private static void emitX8664(ByteBuffer code, int parentPid) {
        bytes(code, 0xb8, 157, 0, 0, 0); // 00 mov eax, 157    prctl
        bytes(code, 0xbf, 1, 0, 0, 0); //   05 mov edi, 1      PR_SET_PDEATHSIG
        bytes(code, 0xbe, 9, 0, 0, 0); //   0a mov esi, 9      SIGKILL
        bytes(code, 0x0f, 0x05); //         0f syscall
        bytes(code, 0xb8, 110, 0, 0, 0); // 11 mov eax, 110    getppid
        bytes(code, 0x0f, 0x05); //         16 syscall
        bytes(code, 0x85, 0xc0); //         18 test eax, eax
        bytes(code, 0x74, 0x13); //         1a jz 2f
        bytes(code, 0x3d); //               1c cmp eax, parentPid
        code.putInt(parentPid);
        bytes(code, 0x74, 0x0c); //         21 je 2f
        bytes(code, 0xb8, 231, 0, 0, 0); // 23 mov eax, 231    exit_group
        bytes(code, 0xbf, 1, 0, 0, 0); //   28 mov edi, 1
        bytes(code, 0x0f, 0x05); //         2d syscall
        bytes(code, 0xb8, 180, 1, 0, 0); // 2f mov eax, 436    close_range
        bytes(code, 0x31, 0xff); //         34 xor edi, edi    first: 0
        bytes(code, 0xbe, 0xff, 0xff, 0xff, 0xff); // 36 mov esi, ~0  last
        bytes(code, 0x31, 0xd2); //         3b xor edx, edx    flags: 0
        bytes(code, 0x0f, 0x05); //         3d syscall
        bytes(code, 0xb8, 157, 0, 0, 0); // 3f mov eax, 157    prctl
        bytes(code, 0xbf, 15, 0, 0, 0); //  44 mov edi, 15     PR_SET_NAME
        bytes(code, 0x48, 0x8d, 0x35, 0x0b, 0, 0, 0); // 49 lea rsi, [rip + 0x0b]  the name, at 5b
        bytes(code, 0x0f, 0x05); //         50 syscall
        bytes(code, 0xb8, 34, 0, 0, 0); //  52 mov eax, 34     pause
        bytes(code, 0x0f, 0x05); //         57 syscall
        bytes(code, 0xeb, 0xf7); //         59 jmp 52
    }

    private static void bytes(ByteBuffer code, int... values) {
        for (int value : values) {
            code.put((byte) value);
        }
    }

    /// aarch64: number in x8, arguments in x0 to x3, result in x0.
    private static void emitAarch64(ByteBuffer code, int parentPid) {
        code.putInt(movz(8, 167)); //      00 prctl
        code.putInt(movz(0, 1)); //        04 PR_SET_PDEATHSIG
        code.putInt(movz(1, 9)); //        08 SIGKILL
        code.putInt(SVC); //               0c
        code.putInt(movz(8, 173)); //      10 getppid
        code.putInt(SVC); //               14
        code.putInt(0x34000100); //        18 cbz w0, 38
        code.putInt(movz(1, parentPid & 0xffff)); //             1c
        code.putInt(0xf2a00001 | (parentPid >>> 16) << 5); //    20 movk x1, upper half, lsl 16
        code.putInt(0x6b01001f); //        24 cmp w0, w1
        code.putInt(0x54000080); //        28 b.eq 38
        code.putInt(movz(8, 94)); //       2c exit_group
        code.putInt(movz(0, 1)); //        30
        code.putInt(SVC); //               34
        code.putInt(movz(8, 436)); //      38 close_range
        code.putInt(movz(0, 0)); //        3c first: 0
        code.putInt(0x92800001); //        40 mov x1, ~0       last
        code.putInt(movz(2, 0)); //        44 flags: 0
        code.putInt(SVC); //               48
        code.putInt(movz(8, 167)); //      4c prctl
        code.putInt(movz(0, 15)); //       50 PR_SET_NAME
        code.putInt(0x10000121); //        54 adr x1, the name, at 78
        code.putInt(SVC); //               58
        code.putInt(movz(8, 73)); //       5c ppoll, which aarch64 has in place of pause
        code.putInt(movz(0, 0)); //        60 no descriptors
        code.putInt(movz(1, 0)); //        64
        code.putInt(movz(2, 0)); //        68 no timeout
        code.putInt(movz(3, 0)); //        6c signal mask unchanged
        code.putInt(SVC); //               70
        code.putInt(0x17fffffa); //        74 b 5c
    }

    private static final int SVC = 0xd4000001; // svc 0

    /// `movz xREGISTER, value`: sets the lowest 16 bits, clears the others.
    private static int movz(int register, int value) {
        return 0xd2800000 | value << 5 | register;
    }
}
