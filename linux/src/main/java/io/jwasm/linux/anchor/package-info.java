/// The process that stands for a container: its PID is the task's PID, it holds the container's
/// namespaces, and it dies with the thread that runs the guest.
///
/// May use all of [io.jwasm.linux] and [io.jwasm.linux.process]. Start reading at
/// [io.jwasm.linux.anchor.Anchor].
@NullMarked
package io.jwasm.linux.anchor;

import org.jspecify.annotations.NullMarked;
