package io.jwasm.bundle.json;

import com.fasterxml.jackson.databind.JsonNode;

/// How complaints show what a document has.
final class Wording {

    /// More than that nobody reads in a message.
    private static final int MAX_CHARS = 120;

    private Wording() {}

    /// Cuts a value to a length that a person reads.
    static String cut(String value) {
        return value.length() > MAX_CHARS ? value.substring(0, MAX_CHARS) + "…" : value;
    }

    /// What a value is, where another type was expected.
    static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "the number " + cut(node.toString());
            case NULL, MISSING -> "null";
        };
    }
}
