package io.jwasm.api.task;

import io.jwasm.api.error.ShimException;
import java.util.regex.Pattern;

/// The rule for identifiers, that of containerd's `pkg/identifiers`.
final class Identifiers {

    /// `maxLength` of containerd's `pkg/identifiers/validate.go`.
    static final int MAX_LENGTH = 76;

    private static final int SHOWN = 80;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*");

    private Identifiers() {}

    static String check(String what, String value) {
        if (value.isEmpty()) {
            throw new ShimException.InvalidArgument(what + " must not be empty");
        }
        if (value.length() > MAX_LENGTH) {
            throw new ShimException.InvalidArgument(
                    "%s \"%s…\" has %d characters, more than the %d allowed"
                            .formatted(
                                    what,
                                    value.substring(0, Math.min(SHOWN, value.length()) / 2),
                                    value.length(),
                                    MAX_LENGTH));
        }
        if (!VALID.matcher(value).matches()) {
            throw new ShimException.InvalidArgument(
                    "%s \"%s\" must be letters and digits, joined by '.', '_' or '-'"
                            .formatted(what, value));
        }
        return value;
    }
}
