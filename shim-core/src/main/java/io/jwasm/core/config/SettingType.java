package io.jwasm.core.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads values of one type from their text. Immutable.
///
/// @param <T> the type
sealed interface SettingType<T extends Comparable<? super T>> {

    /// Reads a value.
    ///
    /// @param text as it is written
    /// @param heapBytes the most that the JVM's heap may take, which shares are shares of
    /// @return the value; empty when the text is none
    Optional<T> parse(String text, long heapBytes);

    /// Tells what a value must be.
    ///
    /// @return a phrase such as `true or false`
    String allowed();

    /// Whether TOML writes its values in quotes.
    ///
    /// @return false for what is a number or a truth value there
    default boolean isQuoted() {
        return true;
    }

    /// Yes or no.
    record Flag() implements SettingType<Boolean> {
        @Override
        public Optional<Boolean> parse(String text, long heapBytes) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public boolean isQuoted() {
            return false;
        }
    }

    /// A whole number.
    ///
    /// @param least the least that is allowed
    /// @param most the most that is allowed
    record Count(int least, int most) implements SettingType<Integer> {
        @Override
        public Optional<Integer> parse(String text, long heapBytes) {
            try {
                int number = Integer.parseInt(text);
                return number < least || number > most ? Optional.empty() : Optional.of(number);
            } catch (NumberFormatException _) {
                return Optional.empty(); // As any other text that is no number.
            }
        }

        @Override
        public String allowed() {
            return "a whole number from %d to %d".formatted(least, most);
        }

        @Override
        public boolean isQuoted() {
            return false;
        }
    }

    /// One of the constants of an enum, in lower case, with hyphens.
    ///
    /// @param <E> the enum
    /// @param constants its class
    record Choice<E extends Enum<E>>(Class<E> constants) implements SettingType<E> {
        @Override
        public Optional<E> parse(String text, long heapBytes) {
            for (E constant : constants.getEnumConstants()) {
                if (word(constant).equals(text)) {
                    return Optional.of(constant);
                }
            }
            return Optional.empty();
        }

        static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String allowed() {
            return Arrays.stream(constants.getEnumConstants())
                    .map(constant -> '"' + word(constant) + '"')
                    .collect(Collectors.joining(" or "));
        }
    }

    /// A duration, zero or longer.
    record Time() implements SettingType<Duration> {

        private static final Pattern SHORT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

        @Override
        public Optional<Duration> parse(String text, long heapBytes) {
            Matcher time = SHORT.matcher(text);
            try {
                return time.matches()
                        ? Optional.of(of(Long.parseLong(time.group(1)), time.group(2)))
                        : Optional.of(Duration.parse(text)).filter(d -> !d.isNegative());
            } catch (DateTimeParseException _) {
                return Optional.empty(); // As any other text that is no duration.
            }
        }

        private static Duration of(long number, String unit) {
            return switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        @Override
        public String allowed() {
            return "a duration such as \"500ms\", \"10m\" or \"1h\"";
        }
    }

    /// A number of bytes greater than zero, or a share of the JVM's heap.
    ///
    /// @param mostBytes the most that is allowed
    record Size(long mostBytes) implements SettingType<Long> {

        private static final Pattern BYTES = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|TiB|%)?");
        private static final Map<String, Integer> SHIFTS =
                Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);
        private static final long WHOLE = 100;

        /// Any size.
        Size() {
            this(Long.MAX_VALUE);
        }

        @Override
        public Optional<Long> parse(String text, long heapBytes) {
            Matcher size = BYTES.matcher(text);
            if (!size.matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(size.group(1));
            String unit = Optional.ofNullable(size.group(2)).orElse("B");
            long bytes = unit.equals("%") ? share(number, heapBytes) : bytes(number, unit);
            return bytes <= 0 || bytes > mostBytes ? Optional.empty() : Optional.of(bytes);
        }

        private static long share(long percent, long heapBytes) {
            return percent > WHOLE ? 0 : (long) (heapBytes * (percent / (double) WHOLE));
        }

        private static long bytes(long number, String unit) {
            int shift = SHIFTS.getOrDefault(unit, 0);
            return number > Long.MAX_VALUE >> shift ? 0 : number << shift;
        }

        @Override
        public String allowed() {
            String most = mostBytes == Long.MAX_VALUE ? "" : " of at most " + mostBytes;
            return "a number of bytes%s such as 65536 or \"64MiB\", or a share of the heap such as \"50%%\""
                    .formatted(most);
        }
    }
}
