package io.jwasm.core.stdio;

import io.jwasm.api.error.ShimException;
import java.net.URI;
import java.net.URISyntaxException;

/// What the text says that containerd gives for one stream.
sealed interface StreamTarget {

    /// No stream.
    record None() implements StreamTarget {}

    /// A FIFO that the client has made, or what else there is at that path.
    ///
    /// @param path its absolute path
    record Existing(String path) implements StreamTarget {}

    /// A log file to append to.
    ///
    /// @param path its absolute path
    record LogFile(String path) implements StreamTarget {}

    /// Reads the text.
    ///
    /// @param name `stdin`, `stdout` or `stderr`, for messages
    /// @param text a path, a URI, or empty
    /// @return the target
    /// @throws ShimException.NotImplemented when it names a logging program
    /// @throws ShimException.InvalidArgument when it is none of those known
    static StreamTarget parse(String name, String text) {
        if (text.isEmpty()) {
            return new None();
        }
        if (text.startsWith("/")) {
            return new Existing(text);
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        return switch (scheme) {
            case "fifo" -> new Existing(text.substring("fifo://".length()));
            case "file" -> new LogFile(pathOf(name, text));
            case "binary", "binary-v2" ->
                    throw new ShimException.NotImplemented(
                            "%s \"%s\": a logging program is not implemented"
                                    .formatted(name, text));
            default ->
                    throw new ShimException.InvalidArgument(
                            "%s \"%s\" is neither an absolute path nor a file:// URI"
                                    .formatted(name, text));
        };
    }

    private static String pathOf(String name, String text) {
        try {
            String path = new URI(text).getPath();
            if (path != null && path.startsWith("/")) {
                return path;
            }
        } catch (URISyntaxException _) {
            // Falls through to the one message for what is not a URI with a path.
        }
        throw new ShimException.InvalidArgument(
                "%s \"%s\" names no absolute path".formatted(name, text));
    }
}
