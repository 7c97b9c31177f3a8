package io.jwasm.wasi.binary;

import java.util.Optional;

/// Checks what a decoder would trust: that no count is larger than what follows it, that there are
/// not more items than the heap can take, and that no function's locals, nesting or branch tables
/// take more than their bytes can justify.
///
/// A decoder allocates by such counts before it looks further, so that a module of a few bytes
/// could take the heap of the daemon, or keep it busy for hours. Whatever else is wrong with the
/// bytes is left to the decoder.
public final class ModuleScan {

    /// The limit that the specification's JavaScript embedding sets
    /// ([limits](https://webassembly.github.io/spec/js-api/#limits)).
    private static final int MAX_FUNCTION_LOCALS = 50_000;

    /// How many locals a module may declare beyond one for each byte of code.
    private static final long FREE_LOCALS = 1_000_000;

    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int IMPORT = 2;
    private static final int FUNCTION = 3;
    private static final int TABLE = 4;
    private static final int MEMORY = 5;
    private static final int GLOBAL = 6;
    private static final int EXPORT = 7;
    private static final int ELEMENT = 9;
    private static final int CODE = 10;
    private static final int DATA = 11;
    private static final int TAG = 13;

    private long locals;
    private final BranchWork branchWork = new BranchWork();
    private final CodeFeatures features = new CodeFeatures();
    private final ItemCounts items = new ItemCounts();
    private final DeclarationScan declarations = new DeclarationScan(branchWork, features, items);
    private Optional<String> fault = Optional.empty();

    private ModuleScan() {}

    /// Reads a module.
    ///
    /// @param bytes a module whose frame of sections is whole
    /// @return what was found
    public static ModuleScan of(byte[] bytes) {
        ModuleScan scan = new ModuleScan();
        try {
            scan.scan(new ByteCursor(bytes, HEADER_BYTES, bytes.length));
        } catch (BinaryFault fault) {
            scan.fault = Optional.of(fault.fault());
        }
        return scan;
    }

    /// Says what is wrong.
    ///
    /// @return the fault; empty when the decoder may go on
    public Optional<String> fault() {
        return fault;
    }

    /// Says what the module uses, up to the fault if there is one.
    ///
    /// @return the features
    public CodeFeatures features() {
        return features;
    }

    private void scan(ByteCursor module) throws BinaryFault {
        while (module.remaining() > 0) {
            int id = module.readByte();
            ByteCursor section = module.take(module.readCount("bytes"));
            switch (id) {
                case CUSTOM -> items.add(Item.CUSTOM_SECTIONS, 1);
                case TYPE -> TypeScan.types(section, features, items);
                case IMPORT -> declarations.imports(section);
                case FUNCTION -> {
                    int _ = items.read(section, Item.FUNCTIONS);
                }
                case TABLE -> declarations.tables(section);
                case MEMORY -> declarations.memories(section);
                case GLOBAL -> declarations.globals(section);
                case EXPORT -> exports(section);
                case ELEMENT -> elements(section);
                case CODE -> code(section);
                case DATA -> data(section);
                case TAG -> {
                    int _ = items.read(section, Item.TAGS);
                    features.add(Feature.EXCEPTIONS);
                }
                default -> {} // what is in there is read item by item
            }
        }
    }

    private void exports(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.EXPORTS);
        for (int i = 0; i < count; i++) {
            section.skip(section.readCount("bytes"));
            section.skip(1);
            section.skipLeb();
        }
    }

    // https://webassembly.github.io/spec/core/binary/modules.html#element-section
    private void elements(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.ELEMENT_SEGMENTS);
        for (int i = 0; i < count; i++) {
            int flags = (int) section.readU32();
            boolean isActive = (flags & 1) == 0;
            boolean hasIndexOrKind = (flags & 2) != 0;
            boolean hasExpressions = (flags & 4) != 0;
            if (isActive) {
                if (hasIndexOrKind) {
                    section.skipLeb();
                }
                new InstructionScan(section, branchWork, features).expression();
            }
            if (!isActive || hasIndexOrKind) {
                TypeScan.valueType(section, features); // or an element kind, one byte as well
            }
            int elements = items.read(section, Item.ELEMENTS);
            for (int element = 0; element < elements; element++) {
                if (hasExpressions) {
                    new InstructionScan(section, branchWork, features).expression();
                } else {
                    section.skipLeb();
                }
            }
        }
    }

    private void code(ByteCursor section) throws BinaryFault {
        int codeBytes = section.remaining();
        int count = section.readCount("functions");
        for (int i = 0; i < count; i++) {
            ByteCursor body = section.take(section.readCount("bytes"));
            locals += locals(body, i);
            if (locals > FREE_LOCALS + codeBytes) {
                throw new BinaryFault(
                        "declares more than %d locals in %d bytes of code"
                                .formatted(FREE_LOCALS + codeBytes, codeBytes));
            }
            new InstructionScan(body, branchWork, features).body(i);
        }
    }

    private long locals(ByteCursor body, int function) throws BinaryFault {
        int groups = body.readCount("groups of locals");
        long sum = 0;
        for (int i = 0; i < groups; i++) {
            sum += body.readU32();
            if (sum > MAX_FUNCTION_LOCALS) {
                throw new BinaryFault(
                        "declares more than %d locals in the function number %d of its code"
                                .formatted(MAX_FUNCTION_LOCALS, function));
            }
            TypeScan.valueType(body, features);
        }
        return sum;
    }

    private void data(ByteCursor section) throws BinaryFault {
        int count = items.read(section, Item.DATA_SEGMENTS);
        for (int i = 0; i < count; i++) {
            long mode = section.readU32();
            if (mode == 2) {
                section.skipLeb();
            }
            if (mode != 1) {
                new InstructionScan(section, branchWork, features).expression();
            }
            section.skip(section.readCount("bytes"));
        }
    }
}
