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
///
/// One with a terminal is the process that the kernel tells of the keys typed there. Often it is
/// the first of its PID namespace, which no signal ends by its default action: it takes them as
/// they come instead, which needs no handler.
///
/// - Before step 3 it blocks SIGHUP, SIGINT and SIGQUIT, then makes the terminal at descriptor 4
///   the controlling one of its session (`ioctl(TIOCSCTTY)`).
/// - In place of step 5 it waits for one of the three (`rt_sigtimedwait`) and exits with status 128
///   plus its number.
final class AnchorCode {

    /// The child's number for its terminal, closed with all others in step 3.
    static final int TERMINAL = 4;

    private static final byte[] NAME = "jwasm-anchor\0".getBytes(StandardCharsets.US_ASCII);

    /// A sigset_t of the kernel: bit n - 1 is signal n.
    private static final long HUP_INT_QUIT = 0b111;

    private static final int MAX_BYTES = 256;

    private AnchorCode() {}

    /// Emits the code, position-independent, entered at its first byte.
    static byte[] emit(Architecture architecture, int parentPid, boolean hasTerminal) {
        ByteBuffer code = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        switch (architecture) {
            case X86_64 -> emitX8664(code, parentPid, hasTerminal);
            case AARCH64 -> emitAarch64(code, parentPid, hasTerminal);
        }
        if (hasTerminal) {
            code.putLong(HUP_INT_QUIT);
        }
        code.put(NAME).flip();
        byte[] bytes = new byte[code.remaining()];
        code.get(bytes);
        return bytes;
    }

    /// x86-64: number in eax, arguments in edi, esi, edx, r10d; writing a 32-bit register clears
    /// the upper half.
    private static void emitX8664(ByteBuffer code, int parentPid, boolean hasTerminal) {
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
        if (hasTerminal) {
            takeTerminalX8664(code);
        }
        bytes(code, 0xb8, 180, 1, 0, 0); // 2f mov eax, 436    close_range
        bytes(code, 0x31, 0xff); //         34 xor edi, edi    first: 0
        bytes(code, 0xbe, 0xff, 0xff, 0xff, 0xff); // 36 mov esi, ~0  last
        bytes(code, 0x31, 0xd2); //         3b xor edx, edx    flags: 0
        bytes(code, 0x0f, 0x05); //         3d syscall
        bytes(code, 0xb8, 157, 0, 0, 0); // 3f mov eax, 157    prctl
        bytes(code, 0xbf, 15, 0, 0, 0); //  44 mov edi, 15     PR_SET_NAME
        int name = hasTerminal ? 0x33 : 0x0b; // what follows until the name
        bytes(code, 0x48, 0x8d, 0x35, name, 0, 0, 0); // 49 lea rsi, [rip + name]
        bytes(code, 0x0f, 0x05); //         50 syscall
        if (hasTerminal) {
            awaitKeyX8664(code);
        } else {
            bytes(code, 0xb8, 34, 0, 0, 0); // 52 mov eax, 34  pause
            bytes(code, 0x0f, 0x05); //     57 syscall
            bytes(code, 0xeb, 0xf7); //     59 jmp 52
        }
    }

    private static void takeTerminalX8664(ByteBuffer code) {
        bytes(code, 0x31, 0xff); //         2f xor edi, edi    SIG_BLOCK
        bytes(code, 0x48, 0x8d, 0x35, 0x6e, 0, 0, 0); // 31 lea rsi, [rip + 0x6e]  the set, at a6
        bytes(code, 0x31, 0xd2); //         38 xor edx, edx    no old set
        bytes(code, 0x41, 0xba, 8, 0, 0, 0); // 3a mov r10d, 8  its size
        bytes(code, 0xb8, 14, 0, 0, 0); //  40 mov eax, 14     rt_sigprocmask
        bytes(code, 0x0f, 0x05); //         45 syscall
        bytes(code, 0xb8, 16, 0, 0, 0); //  47 mov eax, 16     ioctl
        bytes(code, 0xbf, TERMINAL, 0, 0, 0); // 4c mov edi, 4
        bytes(code, 0xbe, 0x0e, 0x54, 0, 0); // 51 mov esi, 0x540e  TIOCSCTTY
        bytes(code, 0x31, 0xd2); //         56 xor edx, edx    take it from nobody
        bytes(code, 0x0f, 0x05); //         58 syscall
    }

    private static void awaitKeyX8664(ByteBuffer code) {
        bytes(code, 0x48, 0x8d, 0x3d, 0x22, 0, 0, 0); // 7d lea rdi, [rip + 0x22]  the set, at a6
        bytes(code, 0x31, 0xf6); //         84 xor esi, esi    tell no more than the number
        bytes(code, 0x31, 0xd2); //         86 xor edx, edx    no timeout
        bytes(code, 0x41, 0xba, 8, 0, 0, 0); // 88 mov r10d, 8  size of the set
        bytes(code, 0xb8, 128, 0, 0, 0); // 8e mov eax, 128    rt_sigtimedwait
        bytes(code, 0x0f, 0x05); //         93 syscall
        bytes(code, 0x85, 0xc0); //         95 test eax, eax
        bytes(code, 0x7e, 0xe4); //         97 jle 7d          EINTR: stopped and continued
        bytes(code, 0x8d, 0xb8, 128, 0, 0, 0); // 99 lea edi, [rax + 128]
        bytes(code, 0xb8, 231, 0, 0, 0); // 9f mov eax, 231    exit_group
        bytes(code, 0x0f, 0x05); //         a4 syscall
    }

    private static void bytes(ByteBuffer code, int... values) {
        for (int value : values) {
            code.put((byte) value);
        }
    }

    /// aarch64: number in x8, arguments in x0 to x3, result in x0.
    private static void emitAarch64(ByteBuffer code, int parentPid, boolean hasTerminal) {
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
        if (hasTerminal) {
            takeTerminalAarch64(code);
        }
        code.putInt(movz(8, 436)); //      38 close_range
        code.putInt(movz(0, 0)); //        3c first: 0
        code.putInt(0x92800001); //        40 mov x1, ~0       last
        code.putInt(movz(2, 0)); //        44 flags: 0
        code.putInt(SVC); //               48
        code.putInt(movz(8, 167)); //      4c prctl
        code.putInt(movz(0, 15)); //       50 PR_SET_NAME
        code.putInt(adr(1, hasTerminal ? 0x3c : 0x24)); // 54 the name
        code.putInt(SVC); //               58
        if (hasTerminal) {
            awaitKeyAarch64(code);
        } else {
            sleepAarch64(code);
        }
    }

    private static void sleepAarch64(ByteBuffer code) {
        code.putInt(movz(8, 73)); //       5c ppoll, which aarch64 has in place of pause
        code.putInt(movz(0, 0)); //        60 no descriptors
        code.putInt(movz(1, 0)); //        64
        code.putInt(movz(2, 0)); //        68 no timeout
        code.putInt(movz(3, 0)); //        6c signal mask unchanged
        code.putInt(SVC); //               70
        code.putInt(0x17fffffa); //        74 b 5c
    }

    private static void takeTerminalAarch64(ByteBuffer code) {
        code.putInt(movz(8, 135)); //      38 rt_sigprocmask
        code.putInt(movz(0, 0)); //        3c SIG_BLOCK
        code.putInt(adr(1, 0x74)); //      40 the set, at b4
        code.putInt(movz(2, 0)); //        44 no old set
        code.putInt(movz(3, 8)); //        48 its size
        code.putInt(SVC); //               4c
        code.putInt(movz(8, 29)); //       50 ioctl
        code.putInt(movz(0, TERMINAL)); // 54
        code.putInt(movz(1, 0x540e)); //   58 TIOCSCTTY
        code.putInt(movz(2, 0)); //        5c take it from nobody
        code.putInt(SVC); //               60
    }

    private static void awaitKeyAarch64(ByteBuffer code) {
        code.putInt(movz(8, 137)); //      88 rt_sigtimedwait
        code.putInt(adr(0, 0x28)); //      8c the set, at b4
        code.putInt(movz(1, 0)); //        90 tell no more than the number
        code.putInt(movz(2, 0)); //        94 no timeout
        code.putInt(movz(3, 8)); //        98 size of the set
        code.putInt(SVC); //               9c
        code.putInt(0x7100001f); //        a0 cmp w0, 0
        code.putInt(0x54ffff2d); //        a4 b.le 88          EINTR: stopped and continued
        code.putInt(0x11020000); //        a8 add w0, w0, 128
        code.putInt(movz(8, 94)); //       ac exit_group
        code.putInt(SVC); //               b0
    }

    private static final int SVC = 0xd4000001; // svc 0

    /// `movz xREGISTER, value`: sets the lowest 16 bits, clears the others.
    private static int movz(int register, int value) {
        return 0xd2800000 | value << 5 | register;
    }

    /// `adr xREGISTER, . + distance`, of a distance that is a multiple of 4.
    private static int adr(int register, int distance) {
        return 0x10000000 | (distance / 4) << 5 | register;
    }
}
