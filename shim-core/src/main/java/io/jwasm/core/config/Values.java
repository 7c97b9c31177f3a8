package io.jwasm.core.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// A value for each setting. Immutable.
///
/// What is known about a value goes with it: where it was set, so that whoever asks for more than
/// it allows can be told.
final class Values {

    /// A value and where it was set.
    private record Entry(Comparable<?> value, String text, String place) {}

    private static final String BY_DEFAULT = "the default";

    private final long heapBytes;
    private final Map<Setting<?>, Entry> entries;

    private Values(long heapBytes, Map<Setting<?>, Entry> entries) {
        this.heapBytes = heapBytes;
        this.entries = entries;
    }

    /// The defaults.
    ///
    /// @param heapBytes the most that the JVM's heap may take
    /// @return the values
    static Values defaults(long heapBytes) {
        Map<Setting<?>, Entry> entries = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            String text = setting.defaultText();
            entries.put(
                    setting,
                    new Entry(
                            new Assignment(BY_DEFAULT, setting.key(), text)
                                    .value(setting, heapBytes),
                            text,
                            BY_DEFAULT));
        }
        return new Values(heapBytes, entries);
    }

    /// The value of a setting.
    @SuppressWarnings(
            "unchecked") // Entries are made with the value that their setting's type read.
    <T extends Comparable<? super T>> T get(Setting<T> setting) {
        return (T) Objects.requireNonNull(entries.get(setting), setting.key()).value();
    }

    /// These values, replaced where a file or a property says otherwise.
    Values with(Collection<Assignment> assignments) {
        return changed(assignments, false);
    }

    /// These values, replaced where the runtime options of a container say otherwise. What concerns
    /// the daemon may be repeated there, not changed.
    Values withOptions(Collection<Assignment> assignments) {
        return changed(assignments, true);
    }

    private Values changed(Collection<Assignment> assignments, boolean areOptions) {
        Map<Setting<?>, Entry> changed = new HashMap<>(entries);
        for (Assignment assignment : assignments) {
            Setting<?> setting = assignment.setting();
            Entry entry = entry(assignment, setting);
            if (areOptions && !setting.reach().isContainers()) {
                requireSame(assignment, setting, entry);
            }
            changed.put(setting, entry);
        }
        return new Values(heapBytes, changed);
    }

    private Entry entry(Assignment assignment, Setting<?> setting) {
        return new Entry(
                assignment.value(setting, heapBytes), assignment.text(), assignment.place());
    }

    private void requireSame(Assignment assignment, Setting<?> setting, Entry asked) {
        Entry given = Objects.requireNonNull(entries.get(setting), setting.key());
        if (!given.value().equals(asked.value())) {
            throw new ConfigException(
                    "%s: %s concerns the whole daemon, which has \"%s\" (%s); one container cannot change it to \"%s\""
                            .formatted(
                                    assignment.place(),
                                    setting.key(),
                                    given.text(),
                                    given.place(),
                                    asked.text()));
        }
    }

    /// These values, narrowed by the annotations of a container.
    Values narrowed(Collection<Assignment> annotations) {
        Map<Setting<?>, Entry> narrowed = new HashMap<>(entries);
        for (Assignment annotation : annotations) {
            Setting<?> setting = annotated(annotation);
            narrowed.put(setting, narrower(annotation, setting));
        }
        return new Values(heapBytes, narrowed);
    }

    private static Setting<?> annotated(Assignment annotation) {
        return Settings.find(annotation.key())
                .orElseThrow(() ->
                        new ConfigException(
                                annotation.place() + " is not known; there are " + annotations()));
    }

    private static String annotations() {
        return Settings.ALL.stream()
                .filter(setting -> setting.reach().isAnnotated())
                .map(setting -> Setting.ANNOTATION + setting.key())
                .collect(Collectors.joining(", "));
    }

    private <T extends Comparable<? super T>> Entry narrower(
            Assignment annotation, Setting<T> setting) {
        if (!setting.reach().isAnnotated()) {
            throw new ConfigException(
                    "%s: %s cannot be set by an annotation"
                            .formatted(annotation.place(), setting.key()));
        }
        T asked = annotation.value(setting, heapBytes);
        Entry allowed = Objects.requireNonNull(entries.get(setting), setting.key());
        if (!setting.isWithin(asked, get(setting))) {
            throw new ConfigException(
                    "%s: %s \"%s\" goes beyond \"%s\", which is what a container may have (%s)"
                            .formatted(
                                    annotation.place(),
                                    setting.key(),
                                    annotation.text(),
                                    allowed.text(),
                                    allowed.place()));
        }
        return new Entry(asked, annotation.text(), annotation.place());
    }
}
