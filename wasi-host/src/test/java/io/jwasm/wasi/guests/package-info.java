/// Guests written for these tests, run through the engine and the WASI host on real directories.
/// Their sources are in `src/test/guests`, their modules among the test resources.
///
/// Start reading at [io.jwasm.wasi.guests.GuestCasesTest].
@NullMarked
package io.jwasm.wasi.guests;

import org.jspecify.annotations.NullMarked;
