package io.jwasm.linux.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What descriptors this process has open, to show that a test leaves none behind.
public final class OpenDescriptors {

    private OpenDescriptors() {}

    /// Lists the descriptors that are neither files of the class path nor the listing itself.
    ///
    /// @return what each number leads to
    public static Map<Integer, String> list() {
        Map<Integer, String> open = new TreeMap<>();
        for (String name : numbers()) {
            try {
                String target = Files.readSymbolicLink(Path.of("/proc/self/fd", name)).toString();
                if (!target.endsWith(".jar") && !target.startsWith("/proc/")) {
                    open.put(Integer.valueOf(name), target);
                }
            } catch (IOException _) {
                // The descriptor of the listing itself is closed by now.
            }
        }
        return open;
    }

    /// Lists the descriptors that are open now and were not open then, as a leak would be; what the
    /// JDK keeps open for itself (its random devices, pipes of processes being reaped) does not
    /// count.
    ///
    /// @param before what [#list] answered
    /// @return what each new number leads to
    public static Map<Integer, String> since(Map<Integer, String> before) {
        Map<Integer, String> opened = list();
        opened.entrySet().removeAll(before.entrySet());
        opened.values().removeIf(target -> target.startsWith("/dev/"));
        return opened;
    }

    private static String[] numbers() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? new String[0] : names;
    }
}
