/// Runs the official WASI test suite, which is not part of this project.
@NullMarked
package io.jwasm.wasi.testsuite;

import org.jspecify.annotations.NullMarked;
