package io.jwasm.benchmarks.wasi;

/// What `guests/calls.c` can be told to do; the order is that of its `enum`.
enum Call {
    STOP,
    OPEN_CLOSE,
    STAT,
    PREAD,
    PWRITE,
    READDIR,
    CLOCK,
    WRITE
}
