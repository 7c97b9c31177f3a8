package io.jwasm.benchmarks.suite;

import java.util.List;

/// A program that is measured.
///
/// @param name its name, of its module and of its program for this machine
/// @param kind whether it is a kernel of ours or a program of others
/// @param size the size that compiled code gets
/// @param smallSize the size that interpreters get, which are a hundred times slower
record Workload(String name, Kind kind, int size, int smallSize) {

    /// What a workload is.
    enum Kind {
        /// A compute kernel of `benchmarks/kernels`.
        KERNEL,
        /// A program of `benchmarks/programs`, built from a distribution's sources.
        PROGRAM
    }

    /// All of them. A round takes 10 to 50 ms on this machine, a tenth of it at the small size.
    static final List<Workload> ALL =
            List.of(
                    new Workload("nbody", Kind.KERNEL, 300_000, 10_000),
                    new Workload("fannkuch", Kind.KERNEL, 9, 7),
                    new Workload("spectral", Kind.KERNEL, 900, 100),
                    new Workload("sha256", Kind.KERNEL, 6_000, 200),
                    new Workload("mandelbrot", Kind.KERNEL, 600, 80),
                    new Workload("matrix", Kind.KERNEL, 300, 60),
                    new Workload("memcopy", Kind.KERNEL, 4_096, 256),
                    new Workload("byteloop", Kind.KERNEL, 1_024, 32),
                    new Workload("coremark", Kind.KERNEL, 600, 20),
                    new Workload("json", Kind.KERNEL, 10_000, 500),
                    new Workload("lua", Kind.PROGRAM, 40, 2),
                    new Workload("zlib", Kind.PROGRAM, 256, 8),
                    new Workload("sqlite", Kind.PROGRAM, 4_000, 100));

    /// The size for a runtime.
    int sizeFor(Engine engine) {
        return engine.isInterpreter() ? smallSize : size;
    }
}
