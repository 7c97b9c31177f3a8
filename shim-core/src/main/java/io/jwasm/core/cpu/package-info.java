/// Processor time of guests: quotas, weights, processors to run on, and what was used.
///
/// A quota is held by asking the guest's own code to wait, never by a control group: a Java thread
/// that the kernel stops in the middle of its work keeps the whole JVM from its safepoints. Weights
/// and processors are the kernel's business, thread by thread.
///
/// May use `io.jwasm.api.error`, `io.jwasm.bundle.spec`, `io.jwasm.linux.process` and
/// `io.jwasm.wasi`. Start reading at [io.jwasm.core.cpu.CpuGovernor].
@NullMarked
package io.jwasm.core.cpu;

import org.jspecify.annotations.NullMarked;
