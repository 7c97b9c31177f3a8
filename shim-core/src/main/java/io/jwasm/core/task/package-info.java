/// The task service: finds the process a call is about and hands the call on.
///
/// May use `io.jwasm.core.container`; knows no transport. Start reading at
/// [io.jwasm.core.task.LocalTaskService].
@NullMarked
package io.jwasm.core.task;

import org.jspecify.annotations.NullMarked;
