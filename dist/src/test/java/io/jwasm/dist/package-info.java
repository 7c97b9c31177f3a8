/// Tests of the launcher, which is a shell script: they run it under each shell that it has to work
/// in, with a state directory as the daemon writes it and processes that stand in for daemon and
/// anchor.
@NullMarked
package io.jwasm.dist;

import org.jspecify.annotations.NullMarked;
