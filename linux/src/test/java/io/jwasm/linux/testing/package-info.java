/// What the tests of the Linux binding share.
@NullMarked
package io.jwasm.linux.testing;

import org.jspecify.annotations.NullMarked;
