/// The launcher alone, under each shell of this machine, on a state directory made by hand.
@NullMarked
package io.jwasm.it.launcher;

import org.jspecify.annotations.NullMarked;
