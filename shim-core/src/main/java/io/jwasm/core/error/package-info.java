/// What a caller is told when something that a container stands on fails: the faults of a bundle,
/// of a module and of system calls become kinds of [io.jwasm.api.error.ShimException].
///
/// May use the failures of `io.jwasm.bundle`, `io.jwasm.wasi` and `io.jwasm.linux`, and nothing
/// else of them.
@NullMarked
package io.jwasm.core.error;

import org.jspecify.annotations.NullMarked;
