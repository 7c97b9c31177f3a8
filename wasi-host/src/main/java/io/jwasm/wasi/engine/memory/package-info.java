/// A guest's memories and tables, and the budget that they are charged to.
///
/// Start reading at [io.jwasm.wasi.engine.memory.FlatMemory].
@NullMarked
package io.jwasm.wasi.engine.memory;

import org.jspecify.annotations.NullMarked;
