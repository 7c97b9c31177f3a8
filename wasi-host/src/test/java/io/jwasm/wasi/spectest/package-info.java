/// Runs the WebAssembly specification's tests, which are not part of this project.
@NullMarked
package io.jwasm.wasi.spectest;

import org.jspecify.annotations.NullMarked;
