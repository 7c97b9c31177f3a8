/// `jwasm`, the command line for people without containerd: it makes a bundle, has the launcher
/// start the shim, and speaks ttrpc to it as containerd would.
///
/// May use `io.jwasm.bundle`, `io.jwasm.linux`, `io.jwasm.ttrpc` and the messages; knows nothing of
/// the daemon's insides. Start reading at `Main`.
@NullMarked
package io.jwasm.core.cli;

import org.jspecify.annotations.NullMarked;
