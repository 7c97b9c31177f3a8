package io.jwasm.bundle.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The one JSON mapper, used for trees only: binding to classes would cost reflection at start-up.
final class Json {

    /// Deeper than any document of the specification, and shallow enough for any stack.
    private static final int NESTING_LIMIT = 64;

    static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING_LIMIT)
                                                    .maxNumberLength(40)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// Says what is malformed, without the parser's notes on where it read from.
    static String describe(JsonProcessingException cause) {
        String message = cause.getOriginalMessage();
        return message == null
                ? "malformed"
                : message.replaceAll("\\[Source: [^;\\]]*; (line: \\d+, column: \\d+)]", "$1");
    }
}
