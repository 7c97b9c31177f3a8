/// What WASI calls cost a compiled guest, on our host and on the engine's own.
@NullMarked
package io.jwasm.benchmarks.wasi;

import org.jspecify.annotations.NullMarked;
