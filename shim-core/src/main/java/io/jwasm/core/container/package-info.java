/// Containers: their states, the thread of each, and what it holds from Create to Delete.
///
/// May use `io.jwasm.bundle`, `io.jwasm.wasi`, `io.jwasm.linux`, `io.jwasm.core.stdio`,
/// `io.jwasm.core.state` and `io.jwasm.core.event`; knows no transport. Start reading at
/// [io.jwasm.core.container.Container].
@NullMarked
package io.jwasm.core.container;

import org.jspecify.annotations.NullMarked;
