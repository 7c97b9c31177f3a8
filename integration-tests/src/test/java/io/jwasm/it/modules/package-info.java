/// What modules cost the daemon: their first and next starts, what their containers share, what
/// they leave when they are dropped, and what each container adds.
///
/// Start reading at `ModulesIT`.
@NullMarked
package io.jwasm.it.modules;

import org.jspecify.annotations.NullMarked;
