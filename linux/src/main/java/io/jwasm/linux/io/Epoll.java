package io.jwasm.linux.io;

import io.jwasm.linux.Architecture;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;

/// Waits for many descriptors at a cost that does not grow with their number
/// ([epoll(7)](https://man7.org/linux/man-pages/man7/epoll.7.html)), level-triggered.
///
/// Any thread may add and remove while one thread waits. The owner closes it when none waits.
public final class Epoll implements AutoCloseable {

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    // struct epoll_event is packed on x86-64 alone
    private static final int EVENT_BYTES = Architecture.either(12, 16);
    private static final int TOKEN = Architecture.either(4, 8);
    private static final int MAX_EVENTS = 64;

    private final HostFd fd;
    private final NativeBuffer events = NativeBuffer.allocate((long) MAX_EVENTS * EVENT_BYTES);

    private Epoll(HostFd fd) {
        this.fd = fd;
    }

    /// Creates an empty set.
    ///
    /// @return the set
    /// @throws ErrnoException when epoll_create1(2) fails, EMFILE for one
    public static Epoll create() throws ErrnoException {
        long result = Native.syscall(SyscallNumber.EPOLL_CREATE1, EPOLL_CLOEXEC, 0, 0);
        return new Epoll(new HostFd((int) ErrnoException.check("epoll_create1", result, "epoll")));
    }

    /// Adds a descriptor.
    ///
    /// @param number the descriptor's number
    /// @param interest bits as in [Poll], `POLLIN` for one
    /// @param token what [#token] answers when it is ready
    /// @throws ErrnoException when epoll_ctl(2) fails: EEXIST, ENOSPC, EPERM for a regular file
    public void add(int number, int interest, long token) throws ErrnoException {
        try (NativeBuffer event = NativeBuffer.allocate(EVENT_BYTES)) {
            event.putInt(0, interest);
            event.putLong(TOKEN, token);
            ErrnoException.check(
                    "epoll_ctl", control(EPOLL_CTL_ADD, number, event.address()), "fd " + number);
        }
    }

    /// Removes a descriptor; does nothing when it is not in the set. To be called before the
    /// descriptor is closed, because a child just being spawned may hold a copy of it.
    ///
    /// @param number the descriptor's number
    public void remove(int number) {
        // ENOENT or EBADF: it was not in the set, which is what was asked for.
        control(EPOLL_CTL_DEL, number, 0);
    }

    private long control(int operation, int number, long event) {
        return Native.syscall(SyscallNumber.EPOLL_CTL, fd.number(), operation, number, event, 0, 0);
    }

    /// Waits until something is ready. Blocks without end: use it on a platform thread.
    ///
    /// @return how many are ready, 1 or more; [#token] tells which
    /// @throws ErrnoException when epoll_pwait(2) fails
    public int await() throws ErrnoException {
        long result;
        do {
            result =
                    Native.syscall(
                            SyscallNumber.EPOLL_PWAIT,
                            fd.number(),
                            events.address(),
                            MAX_EVENTS,
                            -1,
                            0,
                            0);
        } while (result == -Errno.EINTR);
        return (int) ErrnoException.check("epoll_pwait", result, fd);
    }

    /// The token of a descriptor that the last [#await] found ready.
    ///
    /// @param index 0 to one less than what [#await] answered
    /// @return the token given to [#add]
    public long token(int index) {
        return events.getLong((long) index * EVENT_BYTES + TOKEN);
    }

    /// Closes the set, not what is in it. A second call does nothing.
    @Override
    public void close() {
        fd.close();
        events.close();
    }
}
