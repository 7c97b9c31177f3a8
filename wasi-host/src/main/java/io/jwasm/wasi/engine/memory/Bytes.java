package io.jwasm.wasi.engine.memory;

import java.util.Locale;

/// Writes byte counts as people read them.
public final class Bytes {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /// Such as `512 bytes`, `64 KiB`, `1.5 GiB`; one decimal where it says something.
    ///
    /// @param bytes how many
    /// @return the words
    public static String format(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%.1f", value);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                + " "
                + UNITS[unit];
    }
}
