package io.jwasm.wasi.fs;

import java.util.Map;

/// Single files that a guest was given, by the place where it finds them. Immutable.
///
/// @param files the files
public record FileOverlays(Map<GuestPlace, Overlay> files) {

    /// Copies the map.
    public FileOverlays {
        files = Map.copyOf(files);
    }

    /// A file laid over whatever is at its place.
    ///
    /// @param hostFd the file's `O_PATH` descriptor, which stays the giver's
    /// @param isReadOnly whether it may not be changed
    public record Overlay(int hostFd, boolean isReadOnly) {}
}
