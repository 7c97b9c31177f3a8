package io.jwasm.wasi.fs;

import io.jwasm.linux.ByteText;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// An absolute path of the guest without `.`, `..` and needless slashes; `/` is empty. Immutable.
///
/// Paths of directories opened from directories add up to any length, so beyond that of a path it
/// is [#NOWHERE].
public final class GuestPlace {

    /// A place that nothing was granted at, nor below it.
    public static final GuestPlace NOWHERE = new GuestPlace(new byte[] {0});

    private static final GuestPlace ROOT = new GuestPlace(new byte[0]);
    private static final int MAX_BYTES = 4096; // PATH_MAX, linux/limits.h

    private final byte[] bytes;

    private GuestPlace(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Parses an absolute path.
    ///
    /// @param path the path
    /// @return the place
    public static GuestPlace of(String path) {
        return ROOT.resolve(new GuestPath(ByteText.encode(path)));
    }

    /// The place that a path leads to from here, links left aside.
    ///
    /// @param path the path; a leading slash is ignored
    /// @return the place, [#NOWHERE] from there and where it is too long
    public GuestPlace resolve(GuestPath path) {
        if (equals(NOWHERE)) {
            return this;
        }
        byte[] words = path.bytes();
        ByteArrayOutputStream place = new ByteArrayOutputStream(bytes.length + words.length + 1);
        place.writeBytes(bytes);
        int start = 0;
        for (int end = 0; end <= words.length; end++) {
            if (end == words.length || words[end] == '/') {
                place = step(place, Arrays.copyOfRange(words, start, end));
                start = end + 1;
            }
        }
        return place.size() > MAX_BYTES ? NOWHERE : new GuestPlace(place.toByteArray());
    }

    private static ByteArrayOutputStream step(ByteArrayOutputStream place, byte[] word) {
        if (word.length == 0 || (word.length == 1 && word[0] == '.')) {
            return place;
        }
        if (word.length == 2 && word[0] == '.' && word[1] == '.') {
            byte[] all = place.toByteArray();
            int end = Math.max(0, all.length - 1);
            while (end > 0 && all[end] != '/') {
                end--;
            }
            ByteArrayOutputStream parent = new ByteArrayOutputStream();
            parent.write(all, 0, end);
            return parent;
        }
        place.write('/');
        place.writeBytes(word);
        return place;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GuestPlace place && Arrays.equals(bytes, place.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length == 0 ? "/" : ByteText.decode(bytes);
    }
}
