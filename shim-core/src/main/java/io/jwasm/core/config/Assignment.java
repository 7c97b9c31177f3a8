package io.jwasm.core.config;

/// A key and its value as somebody wrote them, not looked at yet. Immutable.
///
/// @param place where it was written, for messages: a file and a line, or what else it came in
/// @param key the key, without what stands before it at that place
/// @param text the value
record Assignment(String place, String key, String text) {

    /// The setting that is meant.
    ///
    /// @throws ConfigException when there is none of that name
    Setting<?> setting() {
        return Settings.find(key)
                .orElseThrow(() ->
                        new ConfigException(
                                "%s: \"%s\" is no setting; there are %s"
                                        .formatted(place, key, neighbours())));
    }

    /// The keys of the same table, or all when there is no such table.
    private String neighbours() {
        String table = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        boolean isTable = Settings.ALL.stream().anyMatch(s -> s.table().equals(table));
        return Settings.ALL.stream()
                .filter(s -> table.isEmpty() || !isTable || s.table().equals(table))
                .map(Setting::key)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    /// Reads the value.
    ///
    /// @throws ConfigException when it is none
    <T extends Comparable<? super T>> T value(Setting<T> setting, long heapBytes) {
        return setting.type()
                .parse(text, heapBytes)
                .orElseThrow(() ->
                        new ConfigException(
                                "%s: %s is \"%s\", it must be %s"
                                        .formatted(place, key, text, setting.type().allowed())));
    }
}
