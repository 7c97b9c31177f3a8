package io.jwasm.bundle.unpack;

import io.jwasm.bundle.tar.TarEntry;
import io.jwasm.bundle.tar.TarException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A path below the directory that is unpacked into: parts, none of them empty, `.` or `..`. Bytes
/// are characters, as in [TarEntry].
///
/// @param parts the parts; none for the directory itself
record TreePath(List<String> parts) {

    /// Deeper than any image's directories, and shallow enough to remove them again.
    private static final int DEPTH_MAX = 200;

    /// Takes an archive's name apart. A slash at the start is dropped, as `tar` and containerd do.
    ///
    /// @throws TarException when it has a `..`: no honest archive does
    static TreePath of(String name) throws TarException {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new TarException(
                        "entry %s: \"..\" leads out of the image"
                                .formatted(TarEntry.display(name)));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > DEPTH_MAX) {
            throw new TarException(
                    "entry %s is nested more than %d deep"
                            .formatted(TarEntry.display(name), DEPTH_MAX));
        }
        return new TreePath(List.copyOf(parts));
    }

    boolean isRoot() {
        return parts.isEmpty();
    }

    TreePath parent() {
        return new TreePath(parts.subList(0, parts.size() - 1));
    }

    TreePath child(String name) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(name);
        return new TreePath(longer);
    }

    String name() {
        return parts.getLast();
    }

    /// The last part for the kernel.
    byte[] nameBytes() {
        return bytes(name());
    }

    /// The whole path for the kernel.
    byte[] pathBytes() {
        return isRoot() ? bytes(".") : bytes(joined());
    }

    /// The parts with slashes between them.
    String joined() {
        return String.join("/", parts);
    }

    @Override
    public String toString() {
        return TarEntry.display("/" + joined());
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
