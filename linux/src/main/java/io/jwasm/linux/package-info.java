/// What all of the Linux binding shares: error numbers and the exception that carries one.
///
/// Depends on nothing. Start reading at [io.jwasm.linux.ErrnoException].
@NullMarked
package io.jwasm.linux;

import org.jspecify.annotations.NullMarked;
