package io.jwasm.wasi.spectest;

import com.dylibso.chicory.wasm.types.Value;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Values as `wast2json` writes them: numbers as the decimal number of their bits.
final class SpecValues {

    private static final int F32_QUIET = 0x7fc0_0000;
    private static final long F64_QUIET = 0x7ff8_0000_0000_0000L;

    private SpecValues() {}

    static long[] read(JsonNode values) {
        List<Long> read = new ArrayList<>();
        for (JsonNode value : values) {
            read.add(bits(value));
        }
        return read.stream().mapToLong(Long::longValue).toArray();
    }

    private static long bits(JsonNode value) {
        String text = value.path("value").asText();
        return switch (value.path("type").asText()) {
            case "i32", "f32" -> Integer.parseUnsignedInt(text);
            case "i64", "f64" -> Long.parseUnsignedLong(text);
            case "externref", "funcref" ->
                    text.equals("null") ? Value.REF_NULL_VALUE : Long.parseLong(text);
            default -> throw new IllegalArgumentException("a value of type " + value.path("type"));
        };
    }

    /// Tells whether the results are those that are expected.
    static boolean match(JsonNode expected, long[] results) {
        if (expected.size() != results.length) {
            return false;
        }
        for (int i = 0; i < results.length; i++) {
            if (!matches(expected.get(i), results[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(JsonNode expected, long result) {
        String text = expected.path("value").asText();
        return switch (expected.path("type").asText()) {
            case "i32" -> (int) result == (int) bits(expected);
            case "f32" -> matchesFloat(text, (int) result);
            case "f64" -> matchesDouble(text, result);
            default -> result == bits(expected);
        };
    }

    private static boolean matchesFloat(String expected, int bits) {
        return switch (expected) {
            case "nan:canonical" -> (bits & Integer.MAX_VALUE) == F32_QUIET;
            case "nan:arithmetic" -> (bits & F32_QUIET) == F32_QUIET;
            default -> bits == Integer.parseUnsignedInt(expected);
        };
    }

    private static boolean matchesDouble(String expected, long bits) {
        return switch (expected) {
            case "nan:canonical" -> (bits & Long.MAX_VALUE) == F64_QUIET;
            case "nan:arithmetic" -> (bits & F64_QUIET) == F64_QUIET;
            default -> bits == Long.parseUnsignedLong(expected);
        };
    }
}
