/// The Wasm engine as the rest of jwasm sees it: modules, guests, configuration.
///
/// This package and those under it are the only ones that import the engine, Chicory; this one does
/// not, and depends on none of the others. They stand on each other in this order: `control` and
/// `memory`, `module`, `compile` and `machine`, `report` and `cache`, `guest`. Start reading at
/// [io.jwasm.wasi.engine.WasmEngine].
@NullMarked
package io.jwasm.wasi.engine;

import org.jspecify.annotations.NullMarked;
