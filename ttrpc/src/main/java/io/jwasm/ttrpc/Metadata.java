package io.jwasm.ttrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Key-value pairs that travel beside a request, such as `containerd-namespace-ttrpc`. Keys are
/// lower case and may repeat; the order of pairs is kept. Immutable.
public final class Metadata {

    /// No pairs.
    public static final Metadata EMPTY = new Metadata(List.of());

    /// Keys at even places, each followed by its value: calls carry zero to three pairs, so a
    /// search beats a map.
    private final List<String> flat;

    private Metadata(List<String> flat) {
        this.flat = flat;
    }

    /// Returns metadata of one pair.
    ///
    /// @param key the key, turned to lower case
    /// @param value the value
    /// @return the metadata
    public static Metadata of(String key, String value) {
        return EMPTY.with(key, value);
    }

    /// Returns this metadata and one more pair at the end.
    ///
    /// @param key the key, turned to lower case
    /// @param value the value
    /// @return new metadata
    public Metadata with(String key, String value) {
        return new Builder(flat).add(key, value).build();
    }

    /// Returns a builder without pairs.
    ///
    /// @return a new builder
    public static Builder builder() {
        return new Builder(List.of());
    }

    /// Returns the first value of a key.
    ///
    /// @param key the key, in any case
    /// @return the value, empty if the key is absent
    public Optional<String> first(String key) {
        String wanted = key.toLowerCase(Locale.ROOT);
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equals(wanted)) {
                return Optional.of(flat.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// Returns all values of a key, in order.
    ///
    /// @param key the key, in any case
    /// @return the values, empty if the key is absent
    public List<String> all(String key) {
        String wanted = key.toLowerCase(Locale.ROOT);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equals(wanted)) {
                values.add(flat.get(i + 1));
            }
        }
        return List.copyOf(values);
    }

    /// Returns the number of pairs.
    ///
    /// @return 0 or more
    public int size() {
        return flat.size() / 2;
    }

    /// Returns the key of a pair.
    ///
    /// @param index the pair's place, from 0
    /// @return the key, in lower case
    public String key(int index) {
        return flat.get(2 * index);
    }

    /// Returns the value of a pair.
    ///
    /// @param index the pair's place, from 0
    /// @return the value
    public String value(int index) {
        return flat.get(2 * index + 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that && that.flat.equals(flat);
    }

    @Override
    public int hashCode() {
        return flat.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(key(i)).append('=').append(value(i));
        }
        return text.append('}').toString();
    }

    /// Collects pairs. Confined to one thread.
    public static final class Builder {

        private final List<String> flat;

        private Builder(List<String> first) {
            flat = new ArrayList<>(first.size() + 2);
            flat.addAll(first);
        }

        /// Adds a pair at the end.
        ///
        /// @param key the key, turned to lower case
        /// @param value the value
        /// @return this
        public Builder add(String key, String value) {
            flat.add(key.toLowerCase(Locale.ROOT));
            flat.add(Objects.requireNonNull(value, "value"));
            return this;
        }

        /// Returns the metadata.
        ///
        /// @return metadata with the pairs so far
        public Metadata build() {
            return flat.isEmpty() ? EMPTY : new Metadata(new ArrayList<>(flat));
        }
    }
}
