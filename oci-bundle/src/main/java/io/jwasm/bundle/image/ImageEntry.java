package io.jwasm.bundle.image;

import java.nio.file.Path;

/// Something to put into an image that is made.
public sealed interface ImageEntry {

    /// Where it is in the image.
    ///
    /// @return an absolute path
    String path();

    /// A file.
    ///
    /// @param path where it is in the image, absolute
    /// @param mode its permission bits
    /// @param source the file to take its content from
    record File(String path, int mode, Path source) implements ImageEntry {}

    /// An empty directory. Those that other entries are in need not be named.
    ///
    /// @param path where it is in the image, absolute
    /// @param mode its permission bits
    record Directory(String path, int mode) implements ImageEntry {}

    /// A symbolic link.
    ///
    /// @param path where it is in the image, absolute
    /// @param target what it points to
    record Link(String path, String target) implements ImageEntry {}
}
