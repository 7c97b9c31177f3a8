/// Tests on another kernel than the machine's.
@NullMarked
package io.jwasm.it.kernel;

import org.jspecify.annotations.NullMarked;
