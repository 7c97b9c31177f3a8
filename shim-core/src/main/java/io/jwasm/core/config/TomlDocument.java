package io.jwasm.core.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads what a TOML document sets. Only loaded where there is a document.
final class TomlDocument {

    private final String name;
    private final String text;
    private final List<Assignment> assignments = new ArrayList<>();

    private TomlDocument(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /// Reads a document.
    ///
    /// @param name what it is called in messages
    /// @param text its text
    /// @return what it sets, in its order
    /// @throws ConfigException when it is no TOML
    static List<Assignment> parse(String name, String text) {
        TomlDocument document = new TomlDocument(name, text);
        try {
            document.collect("", new TomlMapper().readTree(text));
        } catch (JacksonException malformed) {
            int line = malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr();
            throw new ConfigException(
                    "%s: line %d: %s".formatted(name, line, malformed.getOriginalMessage()),
                    malformed);
        }
        return document.assignments;
    }

    private void collect(String prefix, JsonNode table) {
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                collect(key + ".", value);
            } else {
                // A list is no value of any setting; its text makes the message about it.
                String shown = value.isValueNode() ? value.asText() : value.toString();
                assignments.add(new Assignment(place(key), key, shown));
            }
        }
    }

    private String place(String key) {
        int line = TomlLines.find(text, key);
        return line == 0 ? name : name + ": line " + line;
    }
}
