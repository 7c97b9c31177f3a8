/// The daemon's settings, each a value with its default, and the one place besides
/// `io.jwasm.core.bootstrap` that looks at system properties.
///
/// Depends on the JDK. Start reading at [io.jwasm.core.config.DaemonConfig].
@NullMarked
package io.jwasm.core.config;

import org.jspecify.annotations.NullMarked;
