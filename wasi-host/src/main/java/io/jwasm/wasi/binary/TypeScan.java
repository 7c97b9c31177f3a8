package io.jwasm.wasi.binary;

/// Reads past types ([binary format of
/// types](https://webassembly.github.io/spec/core/binary/types.html)).
final class TypeScan {

    private static final int ARRAY = 0x5e;
    private static final int STRUCT = 0x5f;
    private static final int FUNCTION = 0x60;
    private static final int CONTINUATION = 0x5d;
    private static final int SHARED = 0x65;
    private static final int DESCRIBES = 0x4c;
    private static final int DESCRIPTOR = 0x4d;
    private static final int RECURSIVE = 0x4e;
    private static final int SUB_FINAL = 0x4f;
    private static final int SUB = 0x50;
    private static final int REFERENCE_NULL = 0x63;
    private static final int REFERENCE = 0x64;
    private static final int EXCEPTION_REFERENCE = 0x69;
    private static final int VECTOR = 0x7b;

    /// As the specification's JavaScript embedding
    /// ([limits](https://webassembly.github.io/spec/js-api/#limits)).
    private static final int MAX_VALUES = 1000;

    private TypeScan() {}

    static void types(ByteCursor section, CodeFeatures features, ItemCounts items)
            throws BinaryFault {
        int count = items.read(section, Item.TYPES);
        for (int i = 0; i < count; i++) {
            int form = section.readByte();
            if (form != FUNCTION && form != CONTINUATION) {
                features.add(Feature.GARBAGE_COLLECTION);
            }
            if (form == RECURSIVE) {
                int group = items.read(section, Item.TYPES);
                for (int member = 0; member < group; member++) {
                    subType(section, section.readByte(), features);
                }
            } else {
                subType(section, form, features);
            }
        }
    }

    private static void subType(ByteCursor section, int form, CodeFeatures features)
            throws BinaryFault {
        if (form == SUB || form == SUB_FINAL) {
            int supertypes = section.readCount("supertypes");
            for (int i = 0; i < supertypes; i++) {
                section.skipLeb();
            }
            composite(section, section.readByte(), features);
        } else {
            composite(section, form, features);
        }
    }

    private static void composite(ByteCursor section, int first, CodeFeatures features)
            throws BinaryFault {
        int form = first;
        // A module may repeat these as often as it has bytes.
        while (form == SHARED || form == DESCRIBES || form == DESCRIPTOR) {
            if (form == SHARED) {
                features.add(Feature.SHARED_EVERYTHING);
            } else {
                features.add(Feature.CUSTOM_DESCRIPTORS);
                section.skipLeb();
            }
            form = section.readByte();
        }
        switch (form) {
            case FUNCTION -> {
                int _ = valueTypes(section, "parameters", features);
                if (valueTypes(section, "results", features) > 1) {
                    features.add(Feature.MULTI_VALUE);
                }
            }
            case STRUCT -> {
                int fields = section.readCount("fields");
                for (int i = 0; i < fields; i++) {
                    field(section, features);
                }
            }
            case ARRAY -> field(section, features);
            case CONTINUATION -> {
                features.add(Feature.STACK_SWITCHING);
                section.skipLeb();
            }
            default ->
                    throw new BinaryFault(
                            "has a type of unknown form 0x%02x at byte %d"
                                    .formatted(form, section.position() - 1));
        }
    }

    private static void field(ByteCursor section, CodeFeatures features) throws BinaryFault {
        valueType(section, features);
        section.skip(1); // mutability
    }

    /// Reads past a list of types, and says how many there were.
    static int valueTypes(ByteCursor cursor, String what, CodeFeatures features)
            throws BinaryFault {
        int count = cursor.readCount(what);
        if (count > MAX_VALUES) {
            throw new BinaryFault(
                    "has a type of %d %s, more than %d".formatted(count, what, MAX_VALUES));
        }
        for (int i = 0; i < count; i++) {
            valueType(cursor, features);
        }
        return count;
    }

    static void valueType(ByteCursor cursor, CodeFeatures features) throws BinaryFault {
        valueType(cursor.readByte(), cursor, features);
    }

    /// Reads past a type that begins with a byte that has been read.
    static void valueType(int first, ByteCursor cursor, CodeFeatures features) throws BinaryFault {
        switch (first) {
            case REFERENCE, REFERENCE_NULL -> cursor.skipLeb();
            case VECTOR -> features.add(Feature.SIMD);
            case EXCEPTION_REFERENCE -> features.add(Feature.EXCEPTIONS);
            default -> {}
        }
    }
}
