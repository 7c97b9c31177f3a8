package io.jwasm.wasi.split;

import io.jwasm.wasi.split.format.Input;
import java.util.ArrayList;
import java.util.List;

/// The types of a function's locals, its parameters first, and of its result. Immutable.
///
/// @param types a type for each local
/// @param parameters how many of them are parameters
/// @param result the type of the result, 0 for none
record LocalTypes(List<Integer> types, int parameters, int result) {

    /// A function of more is no function of a compiler.
    private static final int MAX_LOCALS = 2_000;

    LocalTypes {
        types = List.copyOf(types);
    }

    /// Reads what a body declares.
    static LocalTypes read(Input body, FunctionType type) throws UnsplittableException {
        List<Integer> types = new ArrayList<>(type.parameters());
        int groups = body.readU32();
        for (int i = 0; i < groups; i++) {
            int count = body.readU32();
            int valueType = Signatures.valueType(body);
            if (count < 0 || count > MAX_LOCALS - types.size()) {
                throw new UnsplittableException("too many locals");
            }
            for (int local = 0; local < count; local++) {
                types.add(valueType);
            }
        }
        int result = type.results().size() == 1 ? type.results().getFirst() : 0;
        return new LocalTypes(types, type.parameters().size(), result);
    }

    int of(int local) throws UnsplittableException {
        if (local >= types.size()) {
            throw new UnsplittableException("a local that there is not");
        }
        return types.get(local);
    }

    List<Integer> of(List<Integer> locals) throws UnsplittableException {
        List<Integer> found = new ArrayList<>(locals.size());
        for (int local : locals) {
            found.add(of(local));
        }
        return found;
    }

    int size() {
        return types.size();
    }
}
