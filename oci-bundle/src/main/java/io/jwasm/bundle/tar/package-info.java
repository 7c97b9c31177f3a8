/// Tar archives: a reader for what others made, hostile or not, and a writer of reproducible ones.
///
/// The reader is our own: that of Commons Compress 1.28 reads a long name of any size into memory
/// and calls itself once for each, so that 100,000 in a row overflow the stack. Not exported.
/// Depends on nothing. Start reading at [io.jwasm.bundle.tar.TarReader].
@NullMarked
package io.jwasm.bundle.tar;

import org.jspecify.annotations.NullMarked;
