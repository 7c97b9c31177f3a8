/// The way of task events to containerd: in order, without ever holding up a call, and with
/// patience while containerd is away.
///
/// Depends on `io.jwasm.api`; the wire is behind [io.jwasm.core.event.EventForwarder]. Start
/// reading at [io.jwasm.core.event.EventQueue].
@NullMarked
package io.jwasm.core.event;

import org.jspecify.annotations.NullMarked;
