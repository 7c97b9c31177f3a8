/// What the parts of compiled guest code cost: memory, calls, polls.
@org.jspecify.annotations.NullMarked
package io.jwasm.benchmarks.engine;
