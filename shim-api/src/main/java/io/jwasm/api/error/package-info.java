/// The kinds of failure a caller of the shim can see, one sealed type each, independent of
/// transport.
///
/// Depends on nothing. Start reading at [io.jwasm.api.error.ShimException].
@NullMarked
package io.jwasm.api.error;

import org.jspecify.annotations.NullMarked;
