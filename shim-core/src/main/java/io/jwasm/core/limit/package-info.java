/// The limits of containers: how they are put upon guests, and what guests have used of them.
///
/// May use `io.jwasm.linux`, the limits in `io.jwasm.bundle` and `io.jwasm.core.config`, and how a
/// guest is held (`io.jwasm.wasi`); knows neither containers nor the engine. Start reading at
/// [io.jwasm.core.limit.GuestResources], and for the processors at `CpuGovernor`.
@NullMarked
package io.jwasm.core.limit;

import org.jspecify.annotations.NullMarked;
