package io.jwasm.linux.io;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;

/// A reusable set of descriptors to wait for
/// ([ppoll(2)](https://man7.org/linux/man-pages/man2/ppoll.2.html)).
///
/// Slots are numbered from 0. Nothing is allocated while waiting. Confined to one thread at a time;
/// use it on a platform thread, a blocked call keeps a virtual thread's carrier. The owner closes
/// it.
public final class Poll implements AutoCloseable {

    /// There is something to read, or a connection to accept.
    public static final int POLLIN = 0x1;

    /// There is urgent data to read.
    public static final int POLLPRI = 0x2;

    /// There is room to write.
    public static final int POLLOUT = 0x4;

    /// An error; always reported, never asked for. On a pipe's write end: nobody reads any more.
    public static final int POLLERR = 0x8;

    /// The peer has gone; always reported. There may still be something to read.
    public static final int POLLHUP = 0x10;

    /// Not an open descriptor; always reported.
    public static final int POLLNVAL = 0x20;

    /// The peer has shut down its writing half.
    public static final int POLLRDHUP = 0x2000;

    /// Wait without end.
    public static final long INFINITE = -1;

    private static final int ENTRY_BYTES = 8; // struct pollfd: int fd, short events, short revents
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int capacity;
    private final NativeBuffer memory;

    /// Allocates a set whose slots are all empty.
    ///
    /// @param capacity the number of slots, greater than 0
    public Poll(int capacity) {
        this.capacity = capacity;
        this.memory = NativeBuffer.allocate(TIMESPEC_BYTES + (long) capacity * ENTRY_BYTES);
        for (int slot = 0; slot < capacity; slot++) {
            clear(slot);
        }
    }

    /// The number of slots.
    ///
    /// @return greater than 0
    public int capacity() {
        return capacity;
    }

    /// Fills a slot.
    ///
    /// @param slot which
    /// @param fd the descriptor's number
    /// @param events what to wait for: bits of `POLLIN`, `POLLOUT`, `POLLPRI`, `POLLRDHUP`; with 0
    ///   only errors and hang-ups are reported
    public void set(int slot, int fd, int events) {
        long at = entry(slot);
        memory.putInt(at, fd);
        memory.putShort(at + EVENTS, (short) events);
        memory.putShort(at + REVENTS, (short) 0);
    }

    /// Empties a slot: the kernel skips it.
    ///
    /// @param slot which
    public void clear(int slot) {
        set(slot, -1, 0);
    }

    /// Waits until a slot is ready or the time is over. Interrupted calls go on with what is left
    /// of the time.
    ///
    /// @param count how many slots to look at, from slot 0
    /// @param timeoutNanos how long, 0 to look only, [#INFINITE] (or less) without end
    /// @return how many slots are ready, 0 when the time was over
    /// @throws ErrnoException when ppoll(2) fails: EINVAL for more slots than the limit on
    ///   descriptors, ENOMEM
    public int await(int count, long timeoutNanos) throws ErrnoException {
        return (int) ErrnoException.check("ppoll", awaitRaw(count, timeoutNanos), "descriptors");
    }

    /// Waits as [#await] does, without an exception for failure.
    ///
    /// @param count how many slots to look at, from slot 0
    /// @param timeoutNanos how long, 0 to look only, [#INFINITE] (or less) without end
    /// @return how many slots are ready, 0 when the time was over, or the negated error number
    public long awaitRaw(int count, long timeoutNanos) {
        if (count < 0 || count > capacity) {
            throw new IndexOutOfBoundsException(count + " of " + capacity + " slots");
        }
        long timespec = 0;
        if (timeoutNanos >= 0) {
            memory.putLong(0, timeoutNanos / NANOS_PER_SECOND);
            memory.putLong(8, timeoutNanos % NANOS_PER_SECOND);
            timespec = memory.address();
        }
        long entries = memory.address() + TIMESPEC_BYTES;
        long result;
        do {
            // The system call, unlike glibc's function, leaves the remaining time in the timespec.
            result = Native.syscall(SyscallNumber.PPOLL, entries, count, timespec, 0, 0, 0);
        } while (result == -Errno.EINTR);
        return result;
    }

    /// What the last wait found in a slot.
    ///
    /// @param slot which
    /// @return bits of the constants above, 0 when it is not ready
    public int revents(int slot) {
        return Short.toUnsignedInt(memory.getShort(entry(slot) + REVENTS));
    }

    private long entry(int slot) {
        if (slot < 0 || slot >= capacity) {
            throw new IndexOutOfBoundsException("slot " + slot + " of " + capacity);
        }
        return TIMESPEC_BYTES + (long) slot * ENTRY_BYTES;
    }

    /// Frees the memory; no thread may be waiting. A second call does nothing.
    @Override
    public void close() {
        memory.close();
    }
}
