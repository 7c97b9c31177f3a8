package io.jwasm.linux;

import java.util.Locale;

/// The processor architectures that the binding knows: some numbers of the kernel differ.
public enum Architecture {
    /// 64-bit x86.
    X86_64,
    /// 64-bit ARM.
    AARCH64;

    private static final Architecture CURRENT = ofName(System.getProperty("os.arch"));

    /// The one this JVM runs on.
    ///
    /// @return the architecture
    public static Architecture current() {
        return CURRENT;
    }

    /// Picks the value for the architecture this JVM runs on.
    ///
    /// @param x8664 the value on x86-64
    /// @param aarch64 the value on aarch64
    /// @return one of the two
    public static int either(int x8664, int aarch64) {
        return switch (CURRENT) {
            case X86_64 -> x8664;
            case AARCH64 -> aarch64;
        };
    }

    static Architecture ofName(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default ->
                    throw new UnsupportedOperationException(
                            "jwasm runs on x86-64 and aarch64, not on " + name);
        };
    }
}
