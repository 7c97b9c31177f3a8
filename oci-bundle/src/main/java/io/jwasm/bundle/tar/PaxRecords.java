package io.jwasm.bundle.tar;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The records of an extended header, each `LENGTH KEY=VALUE\n`
/// ([pax](https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03)). A
/// record with an empty value takes the header's own value away, as if it were absent.
final class PaxRecords {

    static final PaxRecords NONE = new PaxRecords(Map.of());

    /// `LENGTH` has at most these digits in a header that the reader takes.
    private static final int LENGTH_DIGITS_MAX = 8;

    private final Map<String, String> records;

    private PaxRecords(Map<String, String> records) {
        this.records = records;
    }

    static PaxRecords parse(byte[] bytes) throws TarException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Map<String, String> records = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int space = text.indexOf(' ', start);
            int end = start + length(text, start, space);
            int equals = text.indexOf('=', space);
            boolean isWhole =
                    end <= text.length() && equals >= 0 && equals < end && equals > space + 1;
            if (!isWhole || text.charAt(end - 1) != '\n') {
                throw malformed();
            }
            records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
            start = end;
        }
        return new PaxRecords(records);
    }

    /// Whether the entry is one of GNU tar's sparse files, whose content is not what it seems.
    boolean isSparse() {
        return records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    }

    String text(String key, String absent) {
        String value = records.get(key);
        return value == null || value.isEmpty() ? absent : value;
    }

    /// A whole number; the fraction that a time may have is dropped.
    long number(String key, long absent) throws TarException {
        String value = records.get(key);
        if (value == null || value.isEmpty()) {
            return absent;
        }
        Long number = parseNumber(value);
        if (number == null) {
            throw new TarException("an extended header's %s is not a number".formatted(key));
        }
        return number;
    }

    private static @Nullable Long parseNumber(String value) {
        int point = value.indexOf('.');
        String whole = point < 0 ? value : value.substring(0, point);
        try {
            return Math.max(0, Long.parseLong(whole));
        } catch (NumberFormatException _) {
            // The caller knows the record's key.
            return null;
        }
    }

    private static int length(String text, int start, int space) throws TarException {
        if (space < 0 || space == start || space - start > LENGTH_DIGITS_MAX) {
            throw malformed();
        }
        int length = 0;
        for (int i = start; i < space; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            length = length * 10 + digit;
        }
        if (length <= space - start + 1) {
            throw malformed();
        }
        return length;
    }

    private static TarException malformed() {
        return new TarException("an extended header is malformed");
    }
}
