/// What the daemon keeps on disk so that the launcher can answer without a JVM and the next daemon
/// knows what a dead one left behind.
///
/// May use `io.jwasm.api` and the identity of processes in `io.jwasm.linux`. Start reading at
/// [io.jwasm.core.state.StateDirectory].
@NullMarked
package io.jwasm.core.state;

import org.jspecify.annotations.NullMarked;
