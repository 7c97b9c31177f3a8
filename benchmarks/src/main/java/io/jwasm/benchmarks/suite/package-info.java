/// `scripts/bench`: C programs on this machine, through `jwasm run` and through other runtimes, in
/// one run. Start reading at [io.jwasm.benchmarks.suite.SuiteMain].
@org.jspecify.annotations.NullMarked
package io.jwasm.benchmarks.suite;
