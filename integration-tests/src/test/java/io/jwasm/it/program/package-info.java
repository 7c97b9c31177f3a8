/// Programs that nobody here wrote, what they are given to do, and the runtime that says what comes
/// of it.
@NullMarked
package io.jwasm.it.program;

import org.jspecify.annotations.NullMarked;
