/// Guest paths and how they are resolved: below a preopen, always.
///
/// May use [io.jwasm.linux.fs]. Start reading at [io.jwasm.wasi.fs.PathResolver].
@NullMarked
package io.jwasm.wasi.fs;

import org.jspecify.annotations.NullMarked;
