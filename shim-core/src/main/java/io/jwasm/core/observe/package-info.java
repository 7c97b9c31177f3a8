/// What an operator sees of the daemon: its log.
///
/// May use `io.jwasm.linux`, SLF4J and Logback, which nothing else of the daemon names. Start
/// reading at [io.jwasm.core.observe.DaemonLogging].
@NullMarked
package io.jwasm.core.observe;

import org.jspecify.annotations.NullMarked;
