/// What a container is granted, as plain data: everything that config.json asks for and jwasm's own
/// configuration lets it have, and nothing else. What is not in the set the guest does not have.
///
/// May use `io.jwasm.bundle.spec`, `io.jwasm.core.config` and the records of `io.jwasm.wasi`; opens
/// nothing. Start reading at [io.jwasm.core.capability.GuestCapabilities].
@NullMarked
package io.jwasm.core.capability;

import org.jspecify.annotations.NullMarked;
