/// What a container runs: a Wasm guest or the pause container of a pod, made of a bundle with its
/// root filesystem, streams, hooks, walls and limits.
///
/// May use `io.jwasm.bundle`, `io.jwasm.wasi`, `io.jwasm.linux`, `io.jwasm.core.anchor`,
/// `io.jwasm.core.capability`, `io.jwasm.core.files`, `io.jwasm.core.limit`, `io.jwasm.core.wall`,
/// `io.jwasm.core.hook` and `io.jwasm.core.stdio`; knows nothing of a container's states. Start
/// reading at [io.jwasm.core.workload.Workload].
@NullMarked
package io.jwasm.core.workload;

import org.jspecify.annotations.NullMarked;
