/// The binary format as far as splitting reads and writes it: bytes, numbers in LEB128, some
/// instructions.
///
/// Depends on nothing. Start reading at [io.jwasm.wasi.split.format.Input].
@NullMarked
package io.jwasm.wasi.split.format;

import org.jspecify.annotations.NullMarked;
