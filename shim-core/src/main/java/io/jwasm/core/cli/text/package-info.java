/// How the command line shows things to people: modules, sizes, progress.
///
/// May use `io.jwasm.wasi`, `io.jwasm.bundle`, `io.jwasm.linux` and `io.jwasm.core.capability`;
/// knows nothing of commands. Start reading at [io.jwasm.core.cli.text.ModuleText].
@NullMarked
package io.jwasm.core.cli.text;

import org.jspecify.annotations.NullMarked;
