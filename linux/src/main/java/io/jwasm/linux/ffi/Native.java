package io.jwasm.linux.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// Calls into libc with one shape for all: seven `long` arguments and a `long` result.
///
/// One shape, because the JVM spins and links code for each shape at first use: about 37 ms for
/// one, about 380 ms for twenty-five. System calls go through libc's `syscall(2)`; other functions
/// are found by name once and called through the same handle.
///
/// Failure is a negative result, the error number negated, as the kernel has it, so that hot
/// callers need no exception. Thread-safe. A call that can block occupies its carrier when made on
/// a virtual thread; make it on a platform thread.
public final class Native {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted") // This class is the module's one gate to native code.
    private static final MethodHandle CALL =
            LINKER.downcallHandle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private static final MemorySegment SYSCALL = find("syscall");

    /// Where `errno` is kept for a platform thread; freed when the thread is gone.
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private Native() {}

    /// Finds a function of libc.
    ///
    /// @param name its name
    /// @return its address, for [#call]
    /// @throws java.util.NoSuchElementException when libc has no such function
    public static MemorySegment find(String name) {
        return LIBC.findOrThrow(name);
    }

    /// Finds a function that not every libc has.
    ///
    /// @param name its name
    /// @return its address, for [#call], or empty
    public static Optional<MemorySegment> findOptional(String name) {
        return LIBC.find(name);
    }

    /// Makes a system call.
    ///
    /// @param number the call's number on this architecture, from [SyscallNumber]
    /// @param a the first argument; a pointer is its address
    /// @param b the second argument
    /// @param c the third argument
    /// @param d the fourth argument
    /// @param e the fifth argument
    /// @param f the sixth argument
    /// @return the call's result, or the negated error number
    public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        return call(SYSCALL, number, a, b, c, d, e, f);
    }

    /// Makes a system call of up to three arguments.
    ///
    /// @param number the call's number on this architecture
    /// @param a the first argument
    /// @param b the second argument
    /// @param c the third argument
    /// @return the call's result, or the negated error number
    public static long syscall(long number, long a, long b, long c) {
        return call(SYSCALL, number, a, b, c, 0, 0, 0);
    }

    /// Calls a libc function that reports failure as -1 and `errno`.
    ///
    /// @param function its address, from [#find]
    /// @param a the first argument; a pointer is its address
    /// @param b the second argument
    /// @param c the third argument
    /// @param d the fourth argument
    /// @param e the fifth argument
    /// @param f the sixth argument
    /// @param g the seventh argument
    /// @return the function's result, or the negated error number
    public static long call(
            MemorySegment function, long a, long b, long c, long d, long e, long f, long g) {
        if (Thread.currentThread().isVirtual()) {
            // One buffer a virtual thread would be one allocation each: take it for the call only.
            try (Arena arena = Arena.ofConfined()) {
                return invoke(function, arena.allocate(CAPTURE), a, b, c, d, e, f, g);
            }
        }
        return invoke(function, CAPTURED.get(), a, b, c, d, e, f, g);
    }

    private static long invoke(
            MemorySegment function,
            MemorySegment captured,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g) {
        try {
            long result = (long) CALL.invokeExact(function, captured, a, b, c, d, e, f, g);
            return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("native call failed", failure);
        }
    }
}
