/// Unpacking the layers of an image into a directory that nothing they say can lead out of.
///
/// Not exported. May use the `linux` module and [io.jwasm.bundle.tar]. Start reading at
/// [io.jwasm.bundle.unpack.LayerUnpacker].
@NullMarked
package io.jwasm.bundle.unpack;

import org.jspecify.annotations.NullMarked;
