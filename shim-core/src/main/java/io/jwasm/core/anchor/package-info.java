/// The part of a container that others see on the host: a process that does nothing, with the
/// container's namespaces, in its control group.
///
/// May use `io.jwasm.bundle`, `io.jwasm.linux`, `io.jwasm.core.state` and `io.jwasm.core.error`;
/// knows nothing of guests. Start reading at [io.jwasm.core.anchor.ContainerAnchor].
@NullMarked
package io.jwasm.core.anchor;

import org.jspecify.annotations.NullMarked;
