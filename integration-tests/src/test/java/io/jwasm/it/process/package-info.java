/// Programs that the tests run: a command that ends, and waiting for what another process does.
@NullMarked
package io.jwasm.it.process;

import org.jspecify.annotations.NullMarked;
