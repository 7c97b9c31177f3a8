/// What a host function sees of the guest that calls it, whatever the engine.
///
/// Depends on nothing. Start reading at [io.jwasm.wasi.host.HostFunction].
@NullMarked
package io.jwasm.wasi.host;

import org.jspecify.annotations.NullMarked;
