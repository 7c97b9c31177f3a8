package io.jwasm.bundle.spec;

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
/// A null is taken for an absent value: Go writes empty slices so.
record SpecNode(String document, String path, JsonNode node) {

    private static final BigInteger UNSIGNED_LONG_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private static final int QUOTED_MAX_CHARS = 120;

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    SpecNode field(String name) throws BundleException {
        String child = path.isEmpty() ? name : path + "." + name;
        if (!isPresent()) {
            return new SpecNode(document, child, MissingNode.getInstance());
        }
        require(node.isObject(), "an object");
        return new SpecNode(document, child, node.path(name));
    }

    SpecNode required(String name) throws BundleException {
        SpecNode child = field(name);
        if (!child.isPresent()) {
            throw child.fault("is missing");
        }
        return child;
    }

    List<SpecNode> elements() throws BundleException {
        List<SpecNode> elements = new ArrayList<>();
        if (isPresent()) {
            require(node.isArray(), "an array");
            for (JsonNode element : node) {
                String child = "%s[%d]".formatted(path, elements.size());
                elements.add(new SpecNode(document, child, element));
            }
        }
        return elements;
    }

    /// The string, or an empty one when it is absent. It holds no NUL: the kernel could not take
    /// it.
    String text() throws BundleException {
        if (!isPresent()) {
            return "";
        }
        require(node.isTextual(), "a string");
        String text = node.textValue();
        if (text.indexOf('\0') >= 0) {
            throw fault("contains a NUL character");
        }
        return text;
    }

    String nonEmptyText() throws BundleException {
        String text = text();
        if (text.isEmpty()) {
            throw fault("must not be empty");
        }
        return text;
    }

    String absolutePath() throws BundleException {
        String text = nonEmptyText();
        if (!text.startsWith("/")) {
            throw fault("%s is not absolute".formatted(quote(text)));
        }
        return text;
    }

    List<String> texts() throws BundleException {
        List<String> texts = new ArrayList<>();
        for (SpecNode element : elements()) {
            if (!element.isPresent()) {
                throw element.fault("must be a string, not null");
            }
            texts.add(element.text());
        }
        return texts;
    }

    /// Strings of the form `NAME=value`. A complaint never quotes one, for it may be a secret.
    List<String> variables() throws BundleException {
        List<String> variables = texts();
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).indexOf('=') <= 0) {
                throw fault("is not of the form NAME=value", "[%d]".formatted(i));
            }
        }
        return variables;
    }

    Map<String, String> textMap() throws BundleException {
        Map<String, String> map = new LinkedHashMap<>();
        if (isPresent()) {
            require(node.isObject(), "an object");
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String child = "%s[%s]".formatted(path, quote(entry.getKey()));
                map.put(entry.getKey(), new SpecNode(document, child, entry.getValue()).text());
            }
        }
        return map;
    }

    boolean flag() throws BundleException {
        if (isPresent()) {
            require(node.isBoolean(), "true or false");
        }
        return node.booleanValue();
    }

    @Nullable Long number(long min, long max) throws BundleException {
        if (!isPresent()) {
            return null;
        }
        BigInteger value = integer();
        if (value.compareTo(BigInteger.valueOf(min)) < 0
                || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw fault("%s is not in %d to %d".formatted(quote(node), min, max));
        }
        return value.longValue();
    }

    long numberOr(long absent, long min, long max) throws BundleException {
        Long value = number(min, max);
        return value == null ? absent : value;
    }

    @Nullable Integer smallNumber(int min, int max) throws BundleException {
        Long value = number(min, max);
        return value == null ? null : value.intValue();
    }

    /// A number of 64 bits without sign; one above `Long.MAX_VALUE` comes out negative.
    long unsigned() throws BundleException {
        if (!isPresent()) {
            throw fault("is missing");
        }
        BigInteger value = integer();
        if (value.signum() < 0 || value.compareTo(UNSIGNED_LONG_MAX) > 0) {
            throw fault("%s is not in 0 to %s".formatted(quote(node), UNSIGNED_LONG_MAX));
        }
        return value.longValue();
    }

    BundleException fault(String what) {
        return fault(what, "");
    }

    /// Puts a value of the document into quotes and cuts it to a length that a person reads.
    static String quote(String value) {
        boolean isLong = value.length() > QUOTED_MAX_CHARS;
        return '"' + (isLong ? value.substring(0, QUOTED_MAX_CHARS) + "…" : value) + '"';
    }

    private static String quote(JsonNode value) {
        String text = value.toString();
        boolean isLong = text.length() > QUOTED_MAX_CHARS;
        return isLong ? text.substring(0, QUOTED_MAX_CHARS) + "…" : text;
    }

    private BundleException fault(String what, String subPath) {
        String subject = path + subPath;
        return BundleException.invalid(
                document + ": " + (subject.isEmpty() ? "the document" : subject) + " " + what);
    }

    private BigInteger integer() throws BundleException {
        require(node.isIntegralNumber(), "a whole number");
        return node.bigIntegerValue();
    }

    private void require(boolean isMet, String expected) throws BundleException {
        if (!isMet) {
            throw fault("must be %s, not %s".formatted(expected, nameOfKind()));
        }
    }

    private String nameOfKind() {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "the number " + quote(node);
            case NULL, MISSING -> "null";
        };
    }
}
