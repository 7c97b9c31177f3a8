/// The walls that the kernel puts around a guest's thread, behind the Wasm sandbox and the host
/// functions: a fault in one of those is to meet a kernel that says no as well.
///
/// May use `io.jwasm.linux` and `io.jwasm.wasi`. Start reading at [io.jwasm.core.wall.ThreadWalls].
@NullMarked
package io.jwasm.core.wall;

import org.jspecify.annotations.NullMarked;
