package io.jwasm.wasi.binary;

/// Reads past instructions ([binary format of
/// instructions](https://webassembly.github.io/spec/core/binary/instructions.html)).
///
/// Confined to one thread.
final class InstructionScan {

    private static final int MEMORY_INDEX_FLAG = 0x40; // of a memory argument's alignment

    private final ByteCursor code;
    private final BranchWork branchWork;
    private final CodeFeatures features;
    private int function;
    private int depth;
    private boolean isKnown = true;

    InstructionScan(ByteCursor code, BranchWork branchWork, CodeFeatures features) {
        this.code = code;
        this.branchWork = branchWork;
        this.features = features;
    }

    /// Reads a function's body to its end, or up to an instruction that is not known here, which is
    /// the decoder's to refuse.
    void body(int functionIndex) throws BinaryFault {
        function = functionIndex;
        while (isKnown && code.remaining() > 0) {
            instruction(code.readByte());
        }
    }

    /// Reads a constant expression up to its `end`.
    void expression() throws BinaryFault {
        int opcode = code.readByte();
        while (opcode != 0x0b) {
            if (opcode >= 0x6a && opcode <= 0x7e) { // i32.add to i64.mul
                features.add(Feature.EXTENDED_CONSTANTS);
            }
            instruction(opcode);
            if (!isKnown || depth > 0) {
                throw new BinaryFault(
                        "has an instruction in a constant expression, at byte %d, that may not be"
                                        .formatted(code.position() - 1)
                                + " there");
            }
            opcode = code.readByte();
        }
    }

    private void instruction(int opcode) throws BinaryFault {
        switch (opcode) {
            case 0x02, 0x03, 0x04 -> { // block, loop, if
                depth++;
                blockType();
            }
            case 0x0b -> depth--; // end
            case 0x0c, 0x0d, 0xd5, 0xd6 -> branchWork.add(code.readU32()); // br, br_if, br_on_…
            case 0x0e -> branchTable();
            case 0x1f -> tryTable();
            case 0x1c -> { // select
                int _ = TypeScan.valueTypes(code, "types", features);
            }
            case 0x10 -> code.skipLeb(); // call
            case 0x08 -> { // throw
                features.add(Feature.EXCEPTIONS);
                code.skipLeb();
            }
            case 0x12 -> { // return_call
                features.tailCall(function);
                code.skipLeb();
            }
            case 0x14 -> { // call_ref
                features.add(Feature.FUNCTION_REFERENCES);
                code.skipLeb();
            }
            case 0x15 -> { // return_call_ref
                features.add(Feature.FUNCTION_REFERENCES);
                features.tailCall(function);
                code.skipLeb();
            }
            case 0x11 -> skipLebs(2); // call_indirect
            case 0x13 -> { // return_call_indirect
                features.tailCall(function);
                skipLebs(2);
            }
            case 0x20, 0x21, 0x22, 0x23, 0x24 -> code.skipLeb(); // local, global
            case 0x3f, 0x40, 0x41, 0x42 -> code.skipLeb(); // memory, const
            case 0x25, 0x26, 0xd0, 0xd2 -> { // table, ref
                features.add(Feature.REFERENCE_TYPES);
                code.skipLeb();
            }
            case 0x43 -> code.skip(Float.BYTES);
            case 0x44 -> code.skip(Double.BYTES);
            case 0xfb -> gcInstruction();
            case 0xfc -> miscellaneous();
            case 0xfd -> vector();
            case 0xfe -> atomic();
            default -> plain(opcode);
        }
    }

    private void plain(int opcode) throws BinaryFault {
        if (opcode >= 0x28 && opcode <= 0x3e) {
            memoryArgument();
        } else if (opcode >= 0x45 && opcode <= 0xc4) {
            if (opcode >= 0xc0) {
                features.add(Feature.SIGN_EXTENSION);
            }
        } else {
            switch (opcode) {
                // unreachable, nop, else, throw_ref, return, drop, select, ref.is_null, ref.eq,
                // ref.as_non_null
                case 0x00, 0x01, 0x05, 0x0a, 0x0f, 0x1a, 0x1b, 0xd1, 0xd3, 0xd4 -> {}
                default -> unknown(opcode);
            }
        }
    }

    /// Notes an instruction that the decoder does not know either, and whose it is.
    private void unknown(int opcode) {
        isKnown = false;
        features.unknownInstruction();
        switch (opcode) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> features.add(Feature.LEGACY_EXCEPTIONS);
            case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> features.add(Feature.STACK_SWITCHING);
            default -> {}
        }
    }

    private void blockType() throws BinaryFault {
        int first = code.readByte();
        if (first >= 0x80) {
            code.skipLeb(); // the rest of a type index
        } else {
            TypeScan.valueType(first, code, features);
        }
    }

    private void branchTable() throws BinaryFault {
        int count = code.readCount("branches");
        for (int i = 0; i <= count; i++) {
            branchWork.add(code.readU32());
        }
    }

    private void tryTable() throws BinaryFault {
        features.tryTable();
        depth++;
        blockType();
        int count = code.readCount("catches");
        for (int i = 0; i < count; i++) {
            int kind = code.readByte();
            if (kind < 2) {
                code.skipLeb(); // the tag
            }
            branchWork.add(code.readU32());
        }
    }

    private void memoryArgument() throws BinaryFault {
        long alignment = code.readU32();
        if ((alignment & MEMORY_INDEX_FLAG) != 0) {
            features.add(Feature.MULTI_MEMORY);
            code.skipLeb();
        }
        code.skipLeb();
    }

    private void skipLebs(int count) throws BinaryFault {
        for (int i = 0; i < count; i++) {
            code.skipLeb();
        }
    }

    // https://webassembly.github.io/spec/core/binary/instructions.html#aggregate-instructions
    private void gcInstruction() throws BinaryFault {
        features.add(Feature.GARBAGE_COLLECTION);
        int opcode = (int) code.readU32();
        switch (opcode) {
            case 0, 1, 6, 7, 11, 12, 13, 14, 16, 20, 21, 22, 23 -> code.skipLeb();
            case 2, 3, 4, 5, 8, 9, 10, 17, 18, 19 -> skipLebs(2);
            case 24, 25 -> { // br_on_cast
                code.skip(1);
                branchWork.add(code.readU32());
                skipLebs(2);
            }
            case 15, 26, 27, 28, 29, 30 -> {}
            case 32, 33, 34, 35, 36, 37, 38 -> { // struct.new_desc, ref.get_desc, casts
                features.add(Feature.CUSTOM_DESCRIPTORS);
                unknown(0xfb);
            }
            default -> unknown(0xfb);
        }
    }

    private void miscellaneous() throws BinaryFault {
        int opcode = (int) code.readU32();
        switch (opcode) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> features.add(Feature.SATURATING_CONVERSIONS);
            case 9, 11, 13 -> { // drop, fill
                features.add(Feature.BULK_MEMORY);
                code.skipLeb();
            }
            case 8, 10, 12, 14 -> { // init, copy
                features.add(Feature.BULK_MEMORY);
                skipLebs(2);
            }
            case 15, 16, 17 -> { // grow, size, fill of a table
                features.add(Feature.REFERENCE_TYPES);
                code.skipLeb();
            }
            case 19, 20, 21, 22 -> features.add(Feature.WIDE_ARITHMETIC);
            default -> unknown(0xfc);
        }
    }

    private void vector() throws BinaryFault {
        features.add(Feature.SIMD);
        int opcode = (int) code.readU32();
        if (opcode >= 0x100) {
            features.add(Feature.RELAXED_SIMD);
        } else if (opcode <= 11 || opcode == 92 || opcode == 93) {
            memoryArgument();
        } else if (opcode == 12 || opcode == 13) {
            code.skip(16); // a constant, a shuffle
        } else if (opcode >= 21 && opcode <= 34) {
            code.skip(1); // a lane
        } else if (opcode >= 84 && opcode <= 91) {
            memoryArgument();
            code.skip(1);
        }
    }

    private void atomic() throws BinaryFault {
        features.add(Feature.THREADS);
        int opcode = (int) code.readU32();
        if (opcode == 3) {
            code.skip(1); // atomic.fence
        } else if (opcode <= 0x4e) {
            memoryArgument();
        } else {
            unknown(0xfe);
        }
    }
}
