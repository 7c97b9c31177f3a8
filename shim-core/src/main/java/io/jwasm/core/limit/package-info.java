/// Holds guests to their shares of the processors.
///
/// May use `io.jwasm.linux`; knows neither containers nor the engine. Start reading at
/// [io.jwasm.core.limit.CpuGovernor].
@NullMarked
package io.jwasm.core.limit;

import org.jspecify.annotations.NullMarked;
