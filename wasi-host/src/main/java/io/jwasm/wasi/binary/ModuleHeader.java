package io.jwasm.wasi.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Tells from a file's bytes, before anything is decoded, why it cannot be a module: what it is
/// instead, or where it was cut off.
///
/// [Binary format of modules](https://webassembly.github.io/spec/core/binary/modules.html).
public final class ModuleHeader {

    private static final int HEADER_BYTES = 8;
    private static final int MAGIC = 0x6d736100; // "\0asm"
    private static final int MODULE_VERSION = 1;
    // The component model puts a layer after the version: 1 is a component, 0 a core module.
    private static final int COMPONENT_LAYER = 1;
    private static final int MAX_LEB_BYTES = 5;

    private static final String[] SECTIONS = {
        "custom",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count",
        "tag"
    };

    private ModuleHeader() {}

    /// Says what is wrong.
    ///
    /// @param bytes the file
    /// @return the fault; empty when the frame of header and sections is whole
    public static Optional<String> fault(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of("is empty (0 bytes)");
        }
        if (startsWith(bytes, "\0asm".substring(0, Math.min(4, bytes.length)))
                && bytes.length < HEADER_BYTES) {
            return Optional.of(
                    "is truncated: a module's header has 8 bytes, the file has " + bytes.length);
        }
        if (bytes.length < 4 || readInt(bytes, 0) != MAGIC) {
            return Optional.of(
                    "is no WebAssembly module: "
                            + foreignKind(bytes).orElse("it does not begin with \\0asm"));
        }
        return versionFault(bytes).or(() -> frameFault(bytes));
    }

    private static Optional<String> versionFault(byte[] bytes) {
        int version = readInt(bytes, 4);
        if (version == MODULE_VERSION) {
            return Optional.empty();
        }
        if (version >>> 16 == COMPONENT_LAYER) {
            return Optional.of(
                    "is a WebAssembly component; jwasm runs core modules with WASI preview 1"
                            + " (build it for wasm32-wasip1)");
        }
        return Optional.of(
                "has version %s of the WebAssembly binary format; jwasm knows version 1"
                        .formatted(Integer.toUnsignedString(version)));
    }

    private static Optional<String> foreignKind(byte[] bytes) {
        if (startsWith(bytes, "\177ELF")) {
            return Optional.of("it is an ELF file, a native Linux program");
        }
        if (startsWith(bytes, "#!")) {
            return Optional.of("it is a script");
        }
        if (startsWith(bytes, "(module") || startsWith(bytes, "(component")) {
            return Optional.of("it is WebAssembly text (compile it with wat2wasm)");
        }
        if (startsWith(bytes, "\37\213")) {
            return Optional.of("it is a gzip file");
        }
        if (startsWith(bytes, "PK\3\4")) {
            return Optional.of("it is a zip or jar file");
        }
        if (startsWith(bytes, "MZ")) {
            return Optional.of("it is a Windows program");
        }
        return Optional.empty();
    }

    /// Walks the sections' frames, which is what a file that was cut off fails.
    private static Optional<String> frameFault(byte[] bytes) {
        long at = HEADER_BYTES;
        while (at < bytes.length) {
            int id = bytes[(int) at] & 0xff;
            long size = 0;
            int length = 0;
            do {
                length++;
                if (length > MAX_LEB_BYTES) {
                    return Optional.empty(); // malformed, not cut off: the decoder's to say
                }
                if (at + length >= bytes.length) {
                    return Optional.of(cutOff(id, at, bytes.length));
                }
                size |= (bytes[(int) at + length] & 0x7fL) << (7 * (length - 1));
            } while ((bytes[(int) at + length] & 0x80) != 0);
            if (id >= SECTIONS.length) {
                return Optional.empty();
            }
            long end = at + 1 + length + size;
            if (end > bytes.length) {
                return Optional.of(
                        cutOff(id, at, bytes.length) + "; the section ends at byte " + end);
            }
            at = end;
        }
        return Optional.empty();
    }

    private static String cutOff(int id, long start, int length) {
        String section = id < SECTIONS.length ? SECTIONS[id] + " " : "";
        return "is truncated: the file ends at byte %d, within the %ssection that begins at %d"
                .formatted(length, section, start);
    }

    private static boolean startsWith(byte[] bytes, String prefix) {
        byte[] expected = prefix.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int readInt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
