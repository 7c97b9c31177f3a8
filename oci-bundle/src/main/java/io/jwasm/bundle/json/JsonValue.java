package io.jwasm.bundle.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jwasm.bundle.error.BundleException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a JSON document that knows where it is, so that each complaint names its place.
///
/// A null is taken for an absent value: Go writes empty slices so. Immutable.
///
/// @param document what the document is called in complaints
/// @param path where in the document the value is, such as `process.args[0]`, or empty
/// @param node the value
public record JsonValue(String document, String path, JsonNode node) {

    private static final BigInteger UNSIGNED_LONG_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    /// Parses a document, which must be an object.
    ///
    /// @param document what the document is called in complaints
    /// @param json the document in UTF-8, UTF-16 or UTF-32
    /// @param limitBytes the most bytes that it may have
    /// @return the object
    /// @throws BundleException when it is too large, malformed, or no object
    public static JsonValue parse(String document, byte[] json, int limitBytes)
            throws BundleException {
        if (json.length > limitBytes) {
            throw BundleException.invalid(
                    "%s: %d bytes are more than the %d that it may have"
                            .formatted(document, json.length, limitBytes));
        }
        JsonValue value = new JsonValue(document, "", Json.read(document, json));
        if (!value.node.isObject()) {
            throw BundleException.invalid(document + ": the document must be a JSON object");
        }
        return value;
    }

    /// Parses a document of any type.
    ///
    /// @param document what the document is called in complaints
    /// @param json the document in UTF-8, UTF-16 or UTF-32
    /// @return the value
    /// @throws BundleException when it is malformed
    public static JsonValue parseAny(String document, byte[] json) throws BundleException {
        return new JsonValue(document, "", Json.read(document, json));
    }

    /// Tells whether the document has the value.
    ///
    /// @return false when it is absent or null
    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /// A field of this object.
    ///
    /// @param name its name
    /// @return the field, which may be absent
    /// @throws BundleException when this is no object
    public JsonValue field(String name) throws BundleException {
        String child = path.isEmpty() ? name : path + "." + name;
        if (!isPresent()) {
            return new JsonValue(document, child, MissingNode.getInstance());
        }
        require(node.isObject(), "an object");
        return new JsonValue(document, child, node.path(name));
    }

    /// A field of this object that must be there.
    ///
    /// @param name its name
    /// @return the field
    /// @throws BundleException when it is absent, or this is no object
    public JsonValue required(String name) throws BundleException {
        JsonValue child = field(name);
        if (!child.isPresent()) {
            throw child.fault("is missing");
        }
        return child;
    }

    /// The elements of this array.
    ///
    /// @return the elements, none when it is absent
    /// @throws BundleException when it is of another type
    public List<JsonValue> elements() throws BundleException {
        List<JsonValue> elements = new ArrayList<>();
        if (isPresent()) {
            require(node.isArray(), "an array");
            for (JsonNode element : node) {
                String child = "%s[%d]".formatted(path, elements.size());
                elements.add(new JsonValue(document, child, element));
            }
        }
        return elements;
    }

    /// This string, without NUL and without halves of surrogate pairs, but for those that stand for
    /// bytes which are no UTF-8 ([io.jwasm.linux.ByteText]).
    ///
    /// @return the string, or an empty one when it is absent
    /// @throws BundleException when it is of another type, or holds a NUL
    public String text() throws BundleException {
        if (!isPresent()) {
            return "";
        }
        require(node.isTextual(), "a string");
        String text = node.textValue();
        checkCharacters(text);
        return text;
    }

    /// This string.
    ///
    /// @return the string
    /// @throws BundleException when it is of another type, or empty
    public String nonEmptyText() throws BundleException {
        String text = text();
        if (text.isEmpty()) {
            throw fault("must not be empty");
        }
        return text;
    }

    /// This string, a path from the root.
    ///
    /// @return the path
    /// @throws BundleException when it is of another type, or does not begin with a slash
    public String absolutePath() throws BundleException {
        String text = nonEmptyText();
        if (!text.startsWith("/")) {
            throw fault("%s is not absolute".formatted(quote(text)));
        }
        return text;
    }

    /// This array of strings.
    ///
    /// @return the strings, none when it is absent
    /// @throws BundleException when it is of another type
    public List<String> texts() throws BundleException {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements()) {
            if (!element.isPresent()) {
                throw element.fault("must be a string, not null");
            }
            texts.add(element.text());
        }
        return texts;
    }

    /// This array of strings of the form `NAME=value`. A complaint never quotes one, for it may be
    /// a secret.
    ///
    /// @return the strings, none when it is absent
    /// @throws BundleException when it is of another type
    public List<String> variables() throws BundleException {
        List<String> variables = texts();
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).indexOf('=') <= 0) {
                throw fault("is not of the form NAME=value", "[%d]".formatted(i));
            }
        }
        return variables;
    }

    /// This object of strings.
    ///
    /// @return the strings by name, in the order of the document
    /// @throws BundleException when it is of another type
    public Map<String, String> textMap() throws BundleException {
        Map<String, String> map = new LinkedHashMap<>();
        if (isPresent()) {
            require(node.isObject(), "an object");
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String child = "%s[%s]".formatted(path, quote(entry.getKey()));
                checkCharacters(entry.getKey());
                map.put(entry.getKey(), new JsonValue(document, child, entry.getValue()).text());
            }
        }
        return map;
    }

    /// This boolean.
    ///
    /// @return the boolean, false when it is absent
    /// @throws BundleException when it is of another type
    public boolean flag() throws BundleException {
        if (isPresent()) {
            require(node.isBoolean(), "true or false");
        }
        return node.booleanValue();
    }

    /// This whole number.
    ///
    /// @param min the least value
    /// @param max the greatest value
    /// @return the number, or null when it is absent
    /// @throws BundleException when it is of another type, or not in the range
    public @Nullable Long number(long min, long max) throws BundleException {
        if (!isPresent()) {
            return null;
        }
        return integer(BigInteger.valueOf(min), BigInteger.valueOf(max)).longValue();
    }

    /// This whole number.
    ///
    /// @param absent what to take when it is absent
    /// @param min the least value
    /// @param max the greatest value
    /// @return the number
    /// @throws BundleException when it is of another type, or not in the range
    public long numberOr(long absent, long min, long max) throws BundleException {
        Long value = number(min, max);
        return value == null ? absent : value;
    }

    /// This whole number of 32 bits.
    ///
    /// @param min the least value
    /// @param max the greatest value
    /// @return the number, or null when it is absent
    /// @throws BundleException when it is of another type, or not in the range
    public @Nullable Integer smallNumber(int min, int max) throws BundleException {
        Long value = number(min, max);
        return value == null ? null : value.intValue();
    }

    /// This number of 64 bits without sign.
    ///
    /// @return the number; one above `Long.MAX_VALUE` comes out negative
    /// @throws BundleException when it is absent, of another type, or not in the range
    public long unsigned() throws BundleException {
        if (!isPresent()) {
            throw fault("is missing");
        }
        return integer(BigInteger.ZERO, UNSIGNED_LONG_MAX).longValue();
    }

    /// Complains about this value.
    ///
    /// @param what the fault, to follow the value's place
    /// @return the complaint, of kind `INVALID_ARGUMENT`
    public BundleException fault(String what) {
        return fault(what, "");
    }

    /// Puts a value of the document into quotes and cuts it to a length that a person reads.
    ///
    /// @param value the value
    /// @return the value in quotes
    public static String quote(String value) {
        return '"' + Wording.cut(value) + '"';
    }

    private BundleException fault(String what, String subPath) {
        String subject = path + subPath;
        return BundleException.invalid(
                document + ": " + (subject.isEmpty() ? "the document" : subject) + " " + what);
    }

    /// Refuses what the kernel could not take, and what UTF-8 cannot write.
    private void checkCharacters(String text) throws BundleException {
        if (text.indexOf('\0') >= 0) {
            throw fault("contains a NUL character");
        }
        if (text.codePoints().anyMatch(RawBytes::isHalfAPair)) {
            throw fault("contains half of a surrogate pair");
        }
    }

    private BigInteger integer(BigInteger min, BigInteger max) throws BundleException {
        require(node.isIntegralNumber(), "a whole number");
        BigInteger value = node.bigIntegerValue();
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw fault("%s is not in %d to %d".formatted(Wording.cut(node.toString()), min, max));
        }
        return value;
    }

    private void require(boolean isMet, String expected) throws BundleException {
        if (!isMet) {
            throw fault("must be %s, not %s".formatted(expected, Wording.kindOf(node)));
        }
    }
}
