package io.jwasm.wasi.binary;

/// Reads past what a module imports and declares beside its functions ([binary format of
/// modules](https://webassembly.github.io/spec/core/binary/modules.html)).
///
/// Confined to one thread.
final class DeclarationScan {

    private static final int IMPORTED_FUNCTION = 0;
    private static final int IMPORTED_TABLE = 1;
    private static final int IMPORTED_MEMORY = 2;
    private static final int IMPORTED_GLOBAL = 3;
    private static final int IMPORTED_TAG = 4;

    private static final int HAS_MAXIMUM = 1; // flags of limits
    private static final int IS_SHARED = 2;
    private static final int IS_64_BIT = 4;
    // https://github.com/WebAssembly/custom-page-sizes/blob/main/proposals/custom-page-sizes/Overview.md
    private static final int HAS_PAGE_SIZE = 8;

    private static final int HAS_INITIALIZER = 0x40; // first byte of a table
    private static final int IS_SHARED_GLOBAL = 2; // flag beside a global's mutability

    private final BranchWork branchWork;
    private final CodeFeatures features;
    private final ItemCounts items;
    private int memories;

    DeclarationScan(BranchWork branchWork, CodeFeatures features, ItemCounts items) {
        this.branchWork = branchWork;
        this.features = features;
        this.items = items;
    }

    void imports(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.IMPORTS);
        for (int i = 0; i < count; i++) {
            section.skip(section.readCount("bytes"));
            section.skip(section.readCount("bytes"));
            int kind = section.readByte();
            switch (kind) {
                case IMPORTED_FUNCTION -> section.skipLeb(); // its type
                case IMPORTED_TABLE -> tableType(section);
                case IMPORTED_MEMORY -> memory(section);
                case IMPORTED_GLOBAL -> globalType(section);
                case IMPORTED_TAG -> { // its attribute and type
                    section.skip(1);
                    section.skipLeb();
                }
                default ->
                        throw new BinaryFault(
                                "has an import of unknown kind %d at byte %d"
                                        .formatted(kind, section.position() - 1));
            }
        }
    }

    void tables(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.TABLES);
        for (int i = 0; i < count; i++) {
            if (section.peekByte() == HAS_INITIALIZER) {
                section.skip(2);
                tableType(section);
                expression(section);
            } else {
                tableType(section);
            }
        }
    }

    void memories(ByteCursor section) throws BinaryFault {
        int count = section.readCount("memories");
        for (int i = 0; i < count; i++) {
            memory(section);
        }
    }

    void globals(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.GLOBALS);
        for (int i = 0; i < count; i++) {
            globalType(section);
            expression(section);
        }
    }

    private void expression(ByteCursor section) throws BinaryFault {
        new InstructionScan(section, branchWork, features).expression();
    }

    private void tableType(ByteCursor section) throws BinaryFault {
        TypeScan.valueType(section, features);
        if ((limits(section) & IS_64_BIT) != 0) {
            features.add(Feature.MEMORY64);
        }
    }

    private void memory(ByteCursor section) throws BinaryFault {
        int flags = limits(section);
        memories++;
        if (memories > 1) {
            features.add(Feature.MULTI_MEMORY);
        }
        if ((flags & IS_SHARED) != 0) {
            features.sharedMemory();
        }
        if ((flags & IS_64_BIT) != 0) {
            features.add(Feature.MEMORY64);
        }
        if ((flags & HAS_PAGE_SIZE) != 0) {
            features.add(Feature.CUSTOM_PAGE_SIZES);
            section.skipLeb();
        }
    }

    /// Reads past limits, and gives their flags.
    private static int limits(ByteCursor section) throws BinaryFault {
        int flags = section.readByte();
        section.skipLeb();
        if ((flags & HAS_MAXIMUM) != 0) {
            section.skipLeb();
        }
        return flags;
    }

    private void globalType(ByteCursor section) throws BinaryFault {
        TypeScan.valueType(section, features);
        if ((section.readByte() & IS_SHARED_GLOBAL) != 0) {
            features.add(Feature.SHARED_EVERYTHING);
        }
    }
}
