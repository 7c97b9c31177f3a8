/// What the container layer sees of a guest: its configuration, its life, its end.
///
/// May use [io.jwasm.linux], [io.jwasm.wasi.engine] and [io.jwasm.wasi.host]. Start reading at
/// [io.jwasm.wasi.Guest].
@NullMarked
package io.jwasm.wasi;

import org.jspecify.annotations.NullMarked;
