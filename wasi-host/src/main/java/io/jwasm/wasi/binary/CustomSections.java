package io.jwasm.wasi.binary;

import java.nio.charset.StandardCharsets;

/// Finds custom sections ([custom
/// section](https://webassembly.github.io/spec/core/binary/modules.html#custom-section)).
public final class CustomSections {

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;

    private CustomSections() {}

    /// Finds a custom section.
    ///
    /// @param module a module whose frame of sections is whole
    /// @param name the section's name
    /// @return its content after the name, of the last one of that name; empty when there is none
    public static byte[] find(byte[] module, String name) {
        byte[] found = {};
        ByteCursor cursor = new ByteCursor(module, HEADER_BYTES, module.length);
        try {
            while (cursor.remaining() > 0) {
                int id = cursor.readByte();
                ByteCursor section = cursor.take(cursor.readCount("bytes"));
                if (id == CUSTOM
                        && new String(section.readSized("bytes"), StandardCharsets.UTF_8)
                                .equals(name)) {
                    found = section.rest();
                }
            }
        } catch (BinaryFault _) {
            // What is malformed in there is of no importance to anybody.
            return found;
        }
        return found;
    }
}
