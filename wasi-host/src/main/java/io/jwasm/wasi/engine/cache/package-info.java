/// Finds modules that have been loaded before.
///
/// Start reading at [io.jwasm.wasi.engine.cache.ModuleLoader].
@NullMarked
package io.jwasm.wasi.engine.cache;

import org.jspecify.annotations.NullMarked;
