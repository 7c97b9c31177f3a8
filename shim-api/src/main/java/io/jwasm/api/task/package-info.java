/// The task API of a shim in domain words: what containerd's task service v2 and v3 ask for.
///
/// May use [io.jwasm.api.error]. Start reading at [io.jwasm.api.task.TaskService].
@NullMarked
package io.jwasm.api.task;

import org.jspecify.annotations.NullMarked;
