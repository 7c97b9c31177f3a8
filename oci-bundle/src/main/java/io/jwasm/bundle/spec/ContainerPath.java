package io.jwasm.bundle.spec;

import java.util.ArrayDeque;
import java.util.Deque;

/// Absolute paths in a container, in the one form that can be compared: without `.`, `..` and empty
/// parts, as far as that can be told from the name alone.
public final class ContainerPath {

    private ContainerPath() {}

    /// Brings a path into that form. A relative one is taken from `/`; a `..` at the root stays
    /// there.
    ///
    /// @param path the path, not empty
    /// @return `/`, or `/` and parts
    public static String of(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /// Resolves a path against a directory of the container.
    ///
    /// @param directory an absolute path
    /// @param path an absolute path, which stands for itself, or a relative one
    /// @return the absolute path, in the form of [#of]
    public static String resolve(String directory, String path) {
        return of(path.startsWith("/") ? path : directory + "/" + path);
    }
}
