package io.jwasm.linux.fs;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import java.util.concurrent.atomic.AtomicInteger;

/// A file descriptor of this process, closed once by its owner.
///
/// Thread-safe as far as closing goes: of several calls one closes. Whoever uses the number while
/// another thread may close it needs a lock of its own, because the kernel gives the number away
/// again at once.
public final class HostFd implements AutoCloseable {

    private static final int CLOSED = -1;

    private final AtomicInteger number;

    /// Takes over a descriptor.
    ///
    /// @param number the open descriptor, 0 or greater
    public HostFd(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("descriptor " + number + " is negative");
        }
        this.number = new AtomicInteger(number);
    }

    /// The descriptor's number.
    ///
    /// @return 0 or greater
    /// @throws IllegalStateException when it has been closed
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException("descriptor is closed");
        }
        return current;
    }

    /// Tells whether the descriptor is still open here.
    ///
    /// @return false once [#close] was called
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /// Closes the descriptor; a second call does nothing.
    ///
    /// An error of close(2) is not reported: the descriptor is gone either way, and what matters of
    /// a file's content was seen at write or fsync.
    @Override
    public void close() {
        int current = number.getAndSet(CLOSED);
        if (current != CLOSED) {
            Native.syscall(SyscallNumber.CLOSE, current, 0, 0);
        }
    }

    @Override
    public String toString() {
        int current = number.get();
        return current == CLOSED ? "fd closed" : "fd " + current;
    }
}
