/// The events of a task and their topics, as containerd's runtime v2 requires them.
///
/// May use [io.jwasm.api.task]. Start reading at [io.jwasm.api.event.TaskEvent].
@NullMarked
package io.jwasm.api.event;

import org.jspecify.annotations.NullMarked;
