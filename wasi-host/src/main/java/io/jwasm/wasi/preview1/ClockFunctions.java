package io.jwasm.wasi.preview1;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.time.Instant;
import java.util.List;

/// `clock_res_get` and `clock_time_get`.
///
/// A guest's process and its thread are the same to it: both CPU clocks are the guest's thread's.
final class ClockFunctions implements Family {

    static final int REALTIME = 0;
    static final int MONOTONIC = 1;
    private static final int PROCESS_CPUTIME = 2;
    private static final int THREAD_CPUTIME = 3;

    private static final int CLOCK_THREAD_CPUTIME_ID = 3; // of Linux, linux/time.h
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// What clock_getres(2) answers for all of them on a kernel with high resolution timers.
    private static final long RESOLUTION_NANOS = 1;

    private final HostState state;

    ClockFunctions(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "clock_res_get" -> Family.offer("ii", this::resolution);
            case "clock_time_get" -> Family.offer("iIi", this::time);
            default -> List.of();
        };
    }

    private Errno resolution(GuestMemory memory, long[] args) {
        int clock = (int) args[0];
        if (clock < REALTIME || clock > THREAD_CPUTIME) {
            return Errno.INVAL;
        }
        memory.putLong((int) args[1], RESOLUTION_NANOS);
        return Errno.SUCCESS;
    }

    private Errno time(GuestMemory memory, long[] args) {
        int at = (int) args[2];
        switch ((int) args[0]) {
            case REALTIME -> memory.putLong(at, realtimeNanos());
            // System.nanoTime is CLOCK_MONOTONIC on Linux, read without a system call.
            case MONOTONIC -> memory.putLong(at, System.nanoTime());
            case PROCESS_CPUTIME, THREAD_CPUTIME -> {
                memory.check(at, Long.BYTES);
                memory.putLong(at, cpuNanos());
            }
            default -> {
                return Errno.INVAL;
            }
        }
        return Errno.SUCCESS;
    }

    static long realtimeNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    private long cpuNanos() {
        NativeBuffer memory = state.io().buffer().memory();
        Native.syscall(SyscallNumber.CLOCK_GETTIME, CLOCK_THREAD_CPUTIME_ID, memory.address(), 0);
        return memory.getLong(0) * NANOS_PER_SECOND + memory.getLong(8);
    }
}
