/// The standard streams of a container, as containerd hands them over: FIFOs, files, or nothing.
///
/// May use `io.jwasm.linux` and `io.jwasm.api`. Start reading at
/// [io.jwasm.core.stdio.ContainerStreams].
@NullMarked
package io.jwasm.core.stdio;

import org.jspecify.annotations.NullMarked;
