package io.jwasm.core.config;

/// All that there is to say of one key of the configuration. Immutable.
///
/// @param <T> the type of its values
/// @param key its name wherever it can be set: `table.key` in a document, `jwasm.KEY` as a system
///   property, `jwasm.io/KEY` as an annotation
/// @param reach where it can be set
/// @param type reads its values
/// @param defaultText its value where nobody sets it, as it would be written
/// @param meaning what it does, for the documentation: a phrase without a stop
record Setting<T extends Comparable<? super T>>(
        String key, Reach reach, SettingType<T> type, String defaultText, String meaning) {

    static final String PROPERTY = "jwasm.";
    static final String ANNOTATION = "jwasm.io/";

    /// Where a setting can be set, besides the file and the system properties.
    enum Reach {
        /// Nowhere else: it concerns the daemon, hence all of its containers.
        DAEMON,
        /// In the runtime options of a container.
        CONTAINER,
        /// There, and in an annotation that asks for less or the same.
        AT_MOST,
        /// There, and in an annotation that asks for more or the same.
        AT_LEAST;

        boolean isContainers() {
            return this != DAEMON;
        }

        boolean isAnnotated() {
            return this == AT_MOST || this == AT_LEAST;
        }
    }

    /// Whether a value leaves a guest no more than another does.
    boolean isWithin(T value, T allowed) {
        int order = value.compareTo(allowed);
        return switch (reach) {
            case DAEMON, CONTAINER -> order == 0;
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
        };
    }

    /// The table that it stands in, empty at the top.
    String table() {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }

    /// Its name within the table.
    String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
