/// The settings: one table of them, where their values come from, and the records that they make.
///
/// The file goes before the defaults, system properties before the file, a container's runtime
/// options before both; its annotations narrow what comes of that. Depends on the task API, the
/// facade of the engine, whose settings some are, and on Jackson where there is a document. Start
/// reading at [io.jwasm.core.config.Configuration]; the table is [io.jwasm.core.config.Settings].
@NullMarked
package io.jwasm.core.config;

import org.jspecify.annotations.NullMarked;
