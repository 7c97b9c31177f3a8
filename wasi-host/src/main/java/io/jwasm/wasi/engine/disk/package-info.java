/// Compiled modules on disk, so that the next daemon need neither decode nor compile them.
///
/// One file for each module. Start reading at [io.jwasm.wasi.engine.disk.DiskCache].
@NullMarked
package io.jwasm.wasi.engine.disk;

import org.jspecify.annotations.NullMarked;
