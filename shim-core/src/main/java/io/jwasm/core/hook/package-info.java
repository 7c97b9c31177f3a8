/// Runs the hooks of a container's configuration
/// ([hooks](https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks)).
///
/// May use `io.jwasm.api`, `io.jwasm.bundle.spec` and `io.jwasm.linux`. A container without hooks
/// never loads a class from here. Start reading at [io.jwasm.core.hook.ContainerHooks].
@NullMarked
package io.jwasm.core.hook;

import org.jspecify.annotations.NullMarked;
