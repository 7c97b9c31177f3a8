/// The programs of others that the tests run for real: containerd, dockerd, runc, and how to talk
/// to them. Start reading at `Containerd`.
@NullMarked
package io.jwasm.it.peer;

import org.jspecify.annotations.NullMarked;
