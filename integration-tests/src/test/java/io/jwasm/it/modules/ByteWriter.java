package io.jwasm.it.modules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes parts of a module in the [binary
/// format](https://webassembly.github.io/spec/core/binary/index.html). Confined to one thread.
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ByteWriter bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    ByteWriter bytes(byte[] values) {
        out.writeBytes(values);
        return this;
    }

    /// An unsigned number in LEB128.
    ByteWriter number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /// `i32.const`, its number a signed one in LEB128.
    ByteWriter constant(int value) {
        out.write(0x41);
        int rest = value;
        while (rest < -64 || rest > 63) {
            out.write((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write(rest & 0x7f);
        return this;
    }

    ByteWriter name(String text) {
        return sized(new ByteWriter().bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// What another wrote, after its length.
    ByteWriter sized(ByteWriter content) {
        byte[] bytes = content.toBytes();
        return number(bytes.length).bytes(bytes);
    }

    /// A section.
    ByteWriter section(int id, ByteWriter content) {
        return bytes(id).sized(content);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
