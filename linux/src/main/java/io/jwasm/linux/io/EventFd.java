package io.jwasm.linux.io;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// A counter of the kernel that wakes whoever polls it
/// ([eventfd(2)](https://man7.org/linux/man-pages/man2/eventfd.2.html)).
///
/// It is readable (`POLLIN`) from the first [#signal] until [#drain]. [#signal] may be called from
/// any thread at any time, also after [#close], when it does nothing.
public final class EventFd implements AutoCloseable {

    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final long COUNTER_BYTES = 8L;

    private final HostFd fd;
    private final NativeBuffer memory; // the number 1 to write, then room for the number read

    private EventFd(HostFd fd, NativeBuffer memory) {
        this.fd = fd;
        this.memory = memory;
    }

    /// Creates one that has not been signalled.
    ///
    /// @return the event
    /// @throws ErrnoException when eventfd2(2) fails, EMFILE for one
    public static EventFd create() throws ErrnoException {
        long result = Native.syscall(SyscallNumber.EVENTFD2, 0, EFD_NONBLOCK | EFD_CLOEXEC, 0);
        HostFd fd = new HostFd((int) ErrnoException.check("eventfd2", result, "eventfd"));
        NativeBuffer memory = NativeBuffer.allocate(2 * COUNTER_BYTES);
        memory.putLong(0, 1);
        return new EventFd(fd, memory);
    }

    /// The descriptor to poll for `POLLIN`.
    ///
    /// @return the descriptor's number
    /// @throws IllegalStateException when it has been closed
    public int number() {
        return fd.number();
    }

    /// Makes the descriptor readable. Does nothing once closed.
    public synchronized void signal() {
        if (fd.isOpen()) {
            // The only failure of an open one is EAGAIN at 2^64-2, when it is readable anyway.
            Native.syscall(SyscallNumber.WRITE, fd.number(), memory.address(), COUNTER_BYTES);
        }
    }

    /// Takes all signals, so that the descriptor is not readable until the next one.
    ///
    /// @return true when there was one
    public synchronized boolean drain() {
        long counter = memory.address() + COUNTER_BYTES;
        return Native.syscall(SyscallNumber.READ, fd.number(), counter, COUNTER_BYTES)
                != -Errno.EAGAIN;
    }

    /// Closes the descriptor; a second call does nothing.
    @Override
    public synchronized void close() {
        fd.close();
        memory.close();
    }

    @Override
    public String toString() {
        return "eventfd " + fd;
    }
}
