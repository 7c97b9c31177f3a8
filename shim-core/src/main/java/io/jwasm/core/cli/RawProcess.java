package io.jwasm.core.cli;

import io.jwasm.linux.ByteText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// This process's arguments and environment as the kernel has them: bytes, some of which Java's own
/// strings for them have lost.
final class RawProcess {

    private RawProcess() {}

    /// The last arguments.
    ///
    /// @param decoded what Java made of them; how many there are
    /// @return the same, as [ByteText] has them
    static List<String> arguments(List<String> decoded) {
        List<String> all = strings("/proc/self/cmdline");
        // Without them, as in a test, what Java has is all there is.
        return all.size() < decoded.size()
                ? decoded
                : all.subList(all.size() - decoded.size(), all.size());
    }

    /// The environment.
    ///
    /// @return values by names, as [ByteText] has them
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String variable : strings("/proc/self/environ")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.putIfAbsent(
                        variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    private static List<String> strings(String file) {
        try {
            return split(Files.readAllBytes(Path.of(file)));
        } catch (IOException _) {
            return List.of(); // no /proc
        }
    }

    static List<String> split(byte[] bytes) {
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(ByteText.decode(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        return strings;
    }
}
