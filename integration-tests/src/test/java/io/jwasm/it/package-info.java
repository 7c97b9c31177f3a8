/// The distribution under real containerd, dockerd and CRI: one class for each promise.
///
/// Start reading at `RunIT`; `Shim` says what runs, `Stack` on what.
@NullMarked
package io.jwasm.it;

import org.jspecify.annotations.NullMarked;
