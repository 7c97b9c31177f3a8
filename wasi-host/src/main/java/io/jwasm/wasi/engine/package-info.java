/// The Wasm engine: modules, instances, traps, and the thread a guest runs on.
///
/// The only package that imports the engine, Chicory. Start reading at
/// [io.jwasm.wasi.engine.WasmEngine].
@NullMarked
package io.jwasm.wasi.engine;

import org.jspecify.annotations.NullMarked;
