package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.jwasm.wasi.host.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Types of functions, as the host's own types and in the text format's words.
final class Signatures {

    private Signatures() {}

    /// The same as number types; empty when one of them is none.
    static Optional<List<ValueType>> numbers(List<ValType> types) {
        List<ValueType> numbers = new ArrayList<>();
        for (ValType type : types) {
            switch (type.opcode()) {
                case ValType.ID.I32 -> numbers.add(ValueType.I32);
                case ValType.ID.I64 -> numbers.add(ValueType.I64);
                case ValType.ID.F32 -> numbers.add(ValueType.F32);
                case ValType.ID.F64 -> numbers.add(ValueType.F64);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(numbers);
    }

    /// Such as `(i32, i32) -> i32`, `()` without a result.
    static String format(FunctionType type) {
        String parameters = types(type.params(), "(", ")");
        return switch (type.returns().size()) {
            case 0 -> parameters;
            case 1 -> parameters + " -> " + word(type.returns().getFirst());
            default -> parameters + " -> " + types(type.returns(), "(", ")");
        };
    }

    private static String types(List<ValType> types, String open, String close) {
        return types.stream().map(Signatures::word).collect(Collectors.joining(", ", open, close));
    }

    private static String word(ValType type) {
        return switch (type.opcode()) {
            case ValType.ID.I32 -> "i32";
            case ValType.ID.I64 -> "i64";
            case ValType.ID.F32 -> "f32";
            case ValType.ID.F64 -> "f64";
            case ValType.ID.V128 -> "v128";
            case ValType.ID.FuncRef -> "funcref";
            case ValType.ID.ExternRef -> "externref";
            default -> "ref";
        };
    }
}
