/// Landlock: a thread gives up what files, ports and processes it may reach
/// ([landlock(7)](https://man7.org/linux/man-pages/man7/landlock.7.html)).
///
/// May use [io.jwasm.linux.ffi], [io.jwasm.linux.fs] and [io.jwasm.linux.process]. Start reading at
/// [io.jwasm.linux.landlock.LandlockRuleset].
@NullMarked
package io.jwasm.linux.landlock;

import org.jspecify.annotations.NullMarked;
