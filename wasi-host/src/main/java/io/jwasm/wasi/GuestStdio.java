package io.jwasm.wasi;

import io.jwasm.linux.fs.HostFd;

/// The guest's descriptors 0, 1 and 2. They stay the giver's, who closes them after the guest has
/// ended; they may block or not, the host polls before it reads or writes.
///
/// @param stdin standard input
/// @param stdout standard output
/// @param stderr standard error
public record GuestStdio(HostFd stdin, HostFd stdout, HostFd stderr) {}
