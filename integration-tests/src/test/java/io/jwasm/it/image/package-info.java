/// Image archives that the tests make. Start reading at `TestImage`.
@NullMarked
package io.jwasm.it.image;

import org.jspecify.annotations.NullMarked;
