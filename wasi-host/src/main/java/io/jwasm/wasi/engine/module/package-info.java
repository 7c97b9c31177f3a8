/// Modules as they are read, decoded and shared by their guests.
///
/// Start reading at [io.jwasm.wasi.engine.module.ModuleDecoder].
@NullMarked
package io.jwasm.wasi.engine.module;

import org.jspecify.annotations.NullMarked;
