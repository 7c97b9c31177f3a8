/// Reads the WebAssembly binary format as far as it must be read before, or without, an engine:
/// what a file is, whether its counts can be true, its functions' names.
///
/// Depends on nothing. Start reading at [io.jwasm.wasi.binary.ModuleScan].
@NullMarked
package io.jwasm.wasi.binary;

import org.jspecify.annotations.NullMarked;
