/// Containers: their states, the thread of each, and what is told and kept on record of them.
///
/// May use `io.jwasm.core.workload` for what they run, `io.jwasm.core.state` and
/// `io.jwasm.core.event`; knows no transport. Start reading at [io.jwasm.core.container.Container].
@NullMarked
package io.jwasm.core.container;

import org.jspecify.annotations.NullMarked;
