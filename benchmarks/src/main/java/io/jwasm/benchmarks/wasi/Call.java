package io.jwasm.benchmarks.wasi;

/// What `guests/calls.c` can be told to do.
enum Call {
    STOP(0),
    OPEN_CLOSE(1),
    STAT(2),
    PREAD(3),
    PWRITE(4),
    READDIR(5),
    CLOCK(6),
    WRITE(7);

    private final int number;

    Call(int number) {
        this.number = number;
    }

    /// Its number in the guest's `enum`.
    int number() {
        return number;
    }
}
