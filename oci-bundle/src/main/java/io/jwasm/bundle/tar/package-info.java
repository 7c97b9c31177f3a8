/// Tar archives: a reader for what others made, hostile or not, and a writer of reproducible ones.
///
/// The reader is our own because the ones to be had hold a long name or an extended header of any
/// size in memory, and call themselves once for each of them. Not exported. Depends on nothing.
/// Start reading at [io.jwasm.bundle.tar.TarReader].
@NullMarked
package io.jwasm.bundle.tar;

import org.jspecify.annotations.NullMarked;
