/// Splits functions that are too large for the JIT compiler, and some of them for the JVM, into
/// several: the loops of language interpreters and of databases are such functions.
///
/// A module's bytes go in, a module's bytes come out, which the engine validates as any other.
/// Depends on nothing but [io.jwasm.wasi.split.format]. Start reading at
/// [io.jwasm.wasi.split.LargeFunctions] and [io.jwasm.wasi.split.HotLoops].
@NullMarked
package io.jwasm.wasi.split;

import org.jspecify.annotations.NullMarked;
