package io.jwasm.wasi.fs;

import java.util.Arrays;

/// A path as a guest gave it: bytes, whatever they mean. Immutable.
public final class GuestPath {

    private static final byte[] SAME_DIRECTORY = {'.'};

    private final byte[] bytes;

    /// Takes over the bytes.
    ///
    /// @param bytes the path; must not be changed afterwards
    public GuestPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The path's bytes, not a copy.
    ///
    /// @return the bytes
    public byte[] bytes() {
        return bytes;
    }

    /// Tells whether the words of the path alone lead out of the directory it is relative to: it is
    /// absolute, or has more `..` than names before them. Links are not looked at.
    ///
    /// @return true when no link is needed to leave
    public boolean leavesByItsWords() {
        if (bytes.length > 0 && bytes[0] == '/') {
            return true;
        }
        int depth = 0;
        int start = 0;
        for (int end = 0; end <= bytes.length; end++) {
            if (end < bytes.length && bytes[end] != '/') {
                continue;
            }
            depth += step(start, end);
            if (depth < 0) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private int step(int start, int end) {
        int length = end - start;
        if (length == 0 || (length == 1 && bytes[start] == '.')) {
            return 0;
        }
        return length == 2 && bytes[start] == '.' && bytes[start + 1] == '.' ? -1 : 1;
    }

    /// Tells whether the path is one name, so that nothing on the way can be a link.
    ///
    /// @return false when it holds a slash, is empty or is `..`
    public boolean isOneName() {
        for (byte b : bytes) {
            if (b == '/') {
                return false;
            }
        }
        return bytes.length > 0 && step(0, bytes.length) >= 0;
    }

    /// Tells whether the path says that it is a directory's.
    ///
    /// @return true when a slash ends it
    public boolean endsInSlash() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '/';
    }

    /// All but the last component.
    ///
    /// @return the parent's path, `.` when there is one component only
    public byte[] parent() {
        int start = lastStart();
        return start == 0 ? SAME_DIRECTORY : Arrays.copyOf(bytes, start);
    }

    /// The last component, with the slashes behind it.
    ///
    /// @return one component
    public byte[] last() {
        int start = lastStart();
        return start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length);
    }

    /// A component without the slashes behind it.
    ///
    /// @param component what [#last] answered
    /// @return the component itself when it has none
    public static byte[] withoutSlashes(byte[] component) {
        int end = component.length;
        while (end > 0 && component[end - 1] == '/') {
            end--;
        }
        return end == component.length ? component : Arrays.copyOf(component, end);
    }

    private int lastStart() {
        int i = bytes.length;
        while (i > 0 && bytes[i - 1] == '/') {
            i--;
        }
        while (i > 0 && bytes[i - 1] != '/') {
            i--;
        }
        return i;
    }
}
