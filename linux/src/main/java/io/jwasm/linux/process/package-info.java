/// Processes: spawning them, telling them from later bearers of their PID, signalling and reaping
/// them, and what belongs to this process and the calling thread.
///
/// May use [io.jwasm.linux], its `ffi`, [io.jwasm.linux.fs.HostFd] and [io.jwasm.linux.io]. Start
/// reading at [io.jwasm.linux.process.ChildProcess].
@NullMarked
package io.jwasm.linux.process;

import org.jspecify.annotations.NullMarked;
