/// Counts what containers may leave behind. Start reading at `Census`.
@NullMarked
package io.jwasm.it.census;

import org.jspecify.annotations.NullMarked;
