/// The daemon's process: its start, its signals, its end.
///
/// May use everything of `io.jwasm.core`. Start reading at [io.jwasm.core.bootstrap.DaemonMain].
@NullMarked
package io.jwasm.core.bootstrap;

import org.jspecify.annotations.NullMarked;
