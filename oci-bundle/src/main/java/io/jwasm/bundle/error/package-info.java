/// How reading a bundle or an image fails: one checked exception, by kind.
///
/// Depends on nothing. Start reading at [io.jwasm.bundle.error.BundleException].
@NullMarked
package io.jwasm.bundle.error;

import org.jspecify.annotations.NullMarked;
