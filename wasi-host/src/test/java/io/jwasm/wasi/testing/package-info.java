/// Stand-ins for tests of the WASI host: a guest's memory on the heap, a guest that imports
/// functions and calls them.
@NullMarked
package io.jwasm.wasi.testing;

import org.jspecify.annotations.NullMarked;
