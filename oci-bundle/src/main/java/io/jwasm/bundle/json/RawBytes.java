package io.jwasm.bundle.json;

import io.jwasm.linux.ByteText;
import java.nio.charset.StandardCharsets;

/// Lets a document in UTF-8 hold bytes that are none, in strings: names and arguments are bytes to
/// Linux, and not every writer of JSON replaces those.
final class RawBytes {

    private static final byte NUL = 0;
    private static final int BIG_ENDIAN_MARK = 0xfeff;
    private static final int LITTLE_ENDIAN_MARK = 0xfffe;

    private RawBytes() {}

    /// Writes each such byte as the escape of the character that stands for it in [ByteText].
    ///
    /// @param json a document
    /// @return the same bytes where they are UTF-8, or a document in UTF-16 or UTF-32
    static byte[] escape(byte[] json) {
        String text = ByteText.decode(json);
        if (!ByteText.hasBytes(text) || isOtherEncoding(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (ByteText.isByte(c)) {
                        escaped.append("\\u%04x".formatted(c));
                    } else {
                        escaped.appendCodePoint(c);
                    }
                });
        return escaped.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A document begins with two ASCII characters, so one of four bytes is 0 in the others ([RFC
    /// 4627, section 3](https://www.rfc-editor.org/rfc/rfc4627#section-3)), or with a mark.
    private static boolean isOtherEncoding(byte[] json) {
        int first = json.length < 2 ? 0 : (json[0] & 0xff) << 8 | (json[1] & 0xff);
        if (first == BIG_ENDIAN_MARK || first == LITTLE_ENDIAN_MARK) {
            return true;
        }
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == NUL) {
                return true;
            }
        }
        return false;
    }

    /// Tells whether a character is half of a surrogate pair that stands for no byte.
    static boolean isHalfAPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE
                && codePoint <= Character.MAX_SURROGATE
                && !ByteText.isByte(codePoint);
    }
}
