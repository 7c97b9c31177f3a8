/// JMH benchmarks, one class for each subject; each says how to run it.
@NullMarked
package io.jwasm.benchmarks;

import org.jspecify.annotations.NullMarked;
