/// A bundle: the directory that containerd, or `jwasm run`, makes for a container.
///
/// May use [io.jwasm.bundle.spec] and [io.jwasm.bundle.error]. Start reading at
/// [io.jwasm.bundle.Bundle].
@NullMarked
package io.jwasm.bundle;

import org.jspecify.annotations.NullMarked;
