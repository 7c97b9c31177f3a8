package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Input;
import io.jwasm.wasi.split.format.Opcode;
import io.jwasm.wasi.split.format.Output;
import java.util.ArrayList;
import java.util.List;

/// The types of a module and of its functions. Grows by the types of the parts. Confined to one
/// thread.
final class Signatures {

    private static final int FUNCTION = 0x60;
    private static final int SMALLEST_NUMBER_TYPE = 0x7c;
    private static final int EXTERN_REFERENCE = 0x6f;
    private static final int FUNCTION_REFERENCE = 0x70;

    private final List<FunctionType> types = new ArrayList<>();

    /// The index of each function's type, imported ones first.
    private final List<Integer> functions = new ArrayList<>();

    private int imported;
    private int declaredTypes;

    void readTypes(Input section) throws UnsplittableException {
        int count = section.readU32();
        for (int i = 0; i < count; i++) {
            if (section.readByte() != FUNCTION) {
                throw new UnsplittableException("a type that is no function's");
            }
            types.add(new FunctionType(valueTypes(section), valueTypes(section)));
        }
        declaredTypes = count;
    }

    private static List<Integer> valueTypes(Input section) throws UnsplittableException {
        int count = section.readU32();
        List<Integer> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(valueType(section));
        }
        return read;
    }

    /// Reads the type of a value: of a number, or a reference that may be null.
    static int valueType(Input input) throws UnsplittableException {
        int type = input.readByte();
        if ((type >= SMALLEST_NUMBER_TYPE && type <= Opcode.I32)
                || type == FUNCTION_REFERENCE
                || type == EXTERN_REFERENCE) {
            return type;
        }
        throw new UnsplittableException("value type 0x%02x".formatted(type));
    }

    void readImports(Input section) throws UnsplittableException {
        int count = section.readU32();
        for (int i = 0; i < count; i++) {
            section.readSized();
            section.readSized();
            switch (section.readByte()) {
                case 0 -> {
                    functions.add(section.readU32());
                    imported++;
                }
                case 1 -> {
                    valueType(section);
                    skipLimits(section);
                }
                case 2 -> skipLimits(section);
                case 3 -> section.skip(2); // a global of a number's type; others end badly below
                default -> throw new UnsplittableException("an import of a tag");
            }
        }
        if (section.position() != section.end()) {
            throw new UnsplittableException("an import of a type not known here");
        }
    }

    private static void skipLimits(Input section) {
        boolean hasMaximum = (section.readByte() & 1) != 0;
        section.skipLeb();
        if (hasMaximum) {
            section.skipLeb();
        }
    }

    void readFunctions(Input section) {
        int count = section.readU32();
        for (int i = 0; i < count; i++) {
            functions.add(section.readU32());
        }
    }

    int imported() {
        return imported;
    }

    /// How many functions there are, imported ones and parts included.
    int functions() {
        return functions.size();
    }

    FunctionType ofFunction(int function) throws UnsplittableException {
        if (function >= functions.size()) {
            throw new UnsplittableException("a call of a function that there is not");
        }
        return type(functions.get(function));
    }

    FunctionType type(int index) throws UnsplittableException {
        if (index >= types.size()) {
            throw new UnsplittableException("a type that there is not");
        }
        return types.get(index);
    }

    /// Adds a function, and gives its index.
    int add(FunctionType type) {
        int index = types.indexOf(type);
        if (index < 0) {
            index = types.size();
            types.add(type);
        }
        functions.add(index);
        return functions.size() - 1;
    }

    /// Forgets functions that were added last.
    void removeFunctionsFrom(int first) {
        functions.subList(first, functions.size()).clear();
    }

    int typeOf(int function) {
        return functions.get(function);
    }

    /// Writes the type section's content anew: what it was, and the types that were added.
    Output typeSection(byte[] module, Input old) {
        old.readU32();
        Output content = new Output().u32(types.size());
        content.copy(module, old.position(), old.end());
        for (FunctionType type : types.subList(declaredTypes, types.size())) {
            content.raw(FUNCTION);
            write(content, type.parameters());
            write(content, type.results());
        }
        return content;
    }

    private static void write(Output content, List<Integer> valueTypes) {
        content.u32(valueTypes.size());
        valueTypes.forEach(type -> content.raw(type));
    }
}
