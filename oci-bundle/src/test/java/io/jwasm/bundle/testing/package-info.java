/// What the tests of this module share: archives made by somebody else's code.
@NullMarked
package io.jwasm.bundle.testing;

import org.jspecify.annotations.NullMarked;
