package io.jwasm.linux.ffi;

import java.util.Locale;

/// Numbers of the system calls in use, by architecture.
///
/// Sources: `arch/x86/entry/syscalls/syscall_64.tbl` for x86-64,
/// `include/uapi/asm-generic/unistd.h` for aarch64. Calls added since Linux 5.0 have one number
/// everywhere.
public final class SyscallNumber {

    private static final boolean IS_AARCH64 =
            switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
                case "aarch64" -> true;
                case "amd64", "x86_64" -> false;
                default ->
                        throw new UnsupportedOperationException(
                                "jwasm runs on x86-64 and aarch64, not on "
                                        + System.getProperty("os.arch"));
            };

    /// close(2).
    public static final int CLOSE = either(3, 57);

    /// eventfd2(2).
    public static final int EVENTFD2 = either(290, 19);

    /// openat2(2).
    public static final int OPENAT2 = 437;

    private SyscallNumber() {}

    private static int either(int x8664, int aarch64) {
        return IS_AARCH64 ? aarch64 : x8664;
    }
}
