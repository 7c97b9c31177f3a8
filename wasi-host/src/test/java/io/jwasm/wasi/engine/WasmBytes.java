package io.jwasm.wasi.engine;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes small modules in hexadecimal, for what no assembler would write.
final class WasmBytes {

    private WasmBytes() {}

    static byte[] module(String... sections) {
        return HexFormat.of().parseHex("0061736d01000000" + String.join("", sections));
    }

    /// A section, given its number and its content.
    static String section(int id, String content) {
        return hex(id) + sized(content);
    }

    /// A vector's or a body's bytes after their number.
    static String sized(String content) {
        return leb(content.length() / 2) + content;
    }

    static String name(String text) {
        return sized(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// An unsigned number in LEB128.
    static String leb(long value) {
        StringBuilder digits = new StringBuilder();
        long rest = value;
        while (rest >= 0x80) {
            digits.append(hex((int) (rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return digits.append(hex((int) rest)).toString();
    }

    private static String hex(int value) {
        return "%02x".formatted(value);
    }

    /// A module with one function, of no parameters and no results, exported as `_start`.
    static byte[] start(String code) {
        return module(
                section(1, "01600000"),
                section(3, "0100"),
                section(7, "01" + name("_start") + "0000"),
                section(10, "01" + sized("00" + code + "0b")));
    }
}
