/// Namespaces of the calling platform thread: entering, making, and the little that a new network
/// namespace needs.
///
/// May use [io.jwasm.linux], its `ffi`, [io.jwasm.linux.fs.HostFd], [io.jwasm.linux.io] and
/// [io.jwasm.linux.process]. Start reading at [io.jwasm.linux.namespace.Namespace].
@NullMarked
package io.jwasm.linux.namespace;

import org.jspecify.annotations.NullMarked;
