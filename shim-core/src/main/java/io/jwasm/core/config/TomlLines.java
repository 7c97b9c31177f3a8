package io.jwasm.core.config;

/// Finds the line of a key, which the parser does not tell.
final class TomlLines {

    private TomlLines() {}

    /// Finds a key that is written the usual way: not within an inline table, the parts of its name
    /// without quotes and blanks.
    ///
    /// @param text the document
    /// @param key the key
    /// @return the line's number from 1; 0 when it is written in another way
    static int find(String text, String key) {
        String table = "";
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String stripped = line.strip();
            int equals = stripped.indexOf('=');
            if (stripped.startsWith("[") && stripped.indexOf(']') > 0) {
                table = stripped.substring(1, stripped.indexOf(']')).strip() + ".";
            } else if (equals > 0 && key.equals(table + stripped.substring(0, equals).strip())) {
                return number;
            }
        }
        return 0;
    }
}
