package io.jwasm.wasi.binary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Reads the functions' names from a name section ([name
/// section](https://webassembly.github.io/spec/core/appendix/custom.html#name-section)).
public final class FunctionNames {

    /// What a function is called that is a part of the one that calls it. No stack shows it.
    public static final String PART = "\0part";

    private static final int FUNCTION_NAMES = 1; // the subsection's number

    private FunctionNames() {}

    /// Reads the names. A section that is malformed, which the specification tells to ignore, gives
    /// those that come before the fault.
    ///
    /// @param section the section's content after its own name
    /// @return the names by function index
    public static Map<Integer, String> read(byte[] section) {
        Map<Integer, String> names = new HashMap<>();
        ByteCursor cursor = new ByteCursor(section, 0, section.length);
        try {
            while (cursor.remaining() > 0) {
                int id = cursor.readByte();
                ByteCursor subsection = cursor.take(cursor.readCount("bytes"));
                if (id == FUNCTION_NAMES) {
                    readNames(subsection, names);
                }
            }
        } catch (BinaryFault _) {
            return names;
        }
        return names;
    }

    private static void readNames(ByteCursor cursor, Map<Integer, String> names)
            throws BinaryFault {
        int count = cursor.readCount("names");
        for (int i = 0; i < count; i++) {
            int function = (int) cursor.readU32();
            names.put(function, new String(cursor.readSized("bytes"), StandardCharsets.UTF_8));
        }
    }
}
