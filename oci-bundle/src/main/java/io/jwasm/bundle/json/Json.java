package io.jwasm.bundle.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jwasm.bundle.error.BundleException;
import java.io.IOException;

/// The one JSON mapper, used for trees only: binding to classes would cost reflection at start-up.
/// Thread-safe.
public final class Json {

    /// Deeper than any document of the specifications, and shallow enough for any stack.
    private static final int NESTING_LIMIT = 64;

    private static final int NUMBER_LIMIT_CHARS = 40;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING_LIMIT)
                                                    .maxNumberLength(NUMBER_LIMIT_CHARS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // Halves of surrogate pairs, which stand for bytes, have no other form.
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();

    private Json() {}

    /// Makes an empty object.
    ///
    /// @return the object
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Writes a tree with line breaks and indentation.
    ///
    /// @param tree the tree
    /// @return the document in UTF-8
    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree could not be written", impossible);
        }
    }

    static JsonNode read(String document, byte[] json) throws BundleException {
        try {
            return MAPPER.readTree(RawBytes.escape(json));
        } catch (JsonProcessingException malformed) {
            throw BundleException.invalid(document + place(malformed) + ": " + describe(malformed));
        } catch (IOException unreadable) {
            // Bytes that are no text in any encoding that JSON may be in.
            throw BundleException.because(
                    BundleException.Kind.INVALID_ARGUMENT, document, unreadable);
        }
    }

    private static String place(JsonProcessingException cause) {
        JsonLocation location = cause.getLocation();
        return location == null
                ? ""
                : ": line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /// Says what is malformed, without the parser's notes on where it read from.
    private static String describe(JsonProcessingException cause) {
        String message = cause.getOriginalMessage();
        return message == null
                ? "malformed"
                : message.replaceAll("\\[Source: [^;\\]]*; (line: \\d+, column: \\d+)]", "$1");
    }
}
