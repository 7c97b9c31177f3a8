/// Terminals that are made here: pairs of pseudo-terminals.
///
/// May use all of [io.jwasm.linux]. Start reading at [io.jwasm.linux.terminal.PseudoTerminal].
@NullMarked
package io.jwasm.linux.terminal;

import org.jspecify.annotations.NullMarked;
