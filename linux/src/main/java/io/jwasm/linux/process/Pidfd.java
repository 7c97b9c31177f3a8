package io.jwasm.linux.process;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Poll;
import java.util.Optional;

/// A process by descriptor: it stays that process, also when the PID is given to another
/// ([pidfd_open(2)](https://man7.org/linux/man-pages/man2/pidfd_open.2.html)).
///
/// Readable (`POLLIN`) once the process has ended. Thread-safe: a signal sent while another thread
/// closes goes to this process or nowhere.
public final class Pidfd implements AutoCloseable {

    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int SIGINFO_BYTES = 128;
    private static final int SI_CODE = 8; // offsets in siginfo_t on 64-bit Linux
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    private final int pid;
    private final HostFd fd;

    private Pidfd(int pid, HostFd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /// Opens the process that has a PID now.
    ///
    /// @param pid the process, not a thread of one
    /// @return the descriptor, closed on exec
    /// @throws ErrnoException when pidfd_open(2) fails, ESRCH when there is no such process
    public static Pidfd open(int pid) throws ErrnoException {
        long result = Native.syscall(SyscallNumber.PIDFD_OPEN, pid, 0, 0);
        return new Pidfd(
                pid, new HostFd((int) ErrnoException.check("pidfd_open", result, subject(pid))));
    }

    private static Object subject(int pid) {
        return "pid " + pid;
    }

    /// The PID it was opened with.
    ///
    /// @return the process id
    public int pid() {
        return pid;
    }

    /// The descriptor's number, for polling.
    ///
    /// @return the number
    /// @throws IllegalStateException when it has been closed
    public int number() {
        return fd.number();
    }

    /// Sends a signal.
    ///
    /// @param signal the signal's number; 0 only tests
    /// @return false when the process has ended and was reaped, or this descriptor is closed
    /// @throws ErrnoException when pidfd_send_signal(2) fails otherwise: EPERM, EINVAL
    public synchronized boolean sendSignal(int signal) throws ErrnoException {
        if (!fd.isOpen()) {
            return false;
        }
        long result =
                Native.syscall(SyscallNumber.PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0, 0, 0);
        if (result == -Errno.ESRCH) {
            return false;
        }
        ErrnoException.check("pidfd_send_signal", result, subject(pid));
        return true;
    }

    /// Tells whether the process has ended, reaped or not.
    ///
    /// @return true when it has
    /// @throws ErrnoException when ppoll(2) fails
    public boolean hasExited() throws ErrnoException {
        return awaitExit(0);
    }

    /// Waits for the process to end, without reaping it. Blocks: use it on a platform thread.
    ///
    /// @param timeoutNanos how long, [Poll#INFINITE] without end
    /// @return false when the time was over first
    /// @throws ErrnoException when ppoll(2) fails
    public boolean awaitExit(long timeoutNanos) throws ErrnoException {
        try (Poll poll = new Poll(1)) {
            poll.set(0, fd.number(), Poll.POLLIN);
            return poll.await(1, timeoutNanos) != 0;
        }
    }

    /// Reaps a child of this process that has ended.
    ///
    /// @return how it ended; empty while it runs; [ChildEnd.Unknown] when the status is not ours to
    ///   take
    /// @throws ErrnoException when waitid(2) fails otherwise
    public synchronized Optional<ChildEnd> reap() throws ErrnoException {
        try (NativeBuffer info = NativeBuffer.allocate(SIGINFO_BYTES)) {
            long result;
            do {
                result = waitid(info);
            } while (result == -Errno.EINTR);
            if (result == -Errno.ECHILD) {
                return hasExited() ? Optional.of(new ChildEnd.Unknown()) : Optional.empty();
            }
            ErrnoException.check("waitid", result, subject(pid));
            return info.getInt(SI_PID) == 0 ? Optional.empty() : Optional.of(end(info));
        }
    }

    private long waitid(NativeBuffer info) {
        return Native.syscall(
                SyscallNumber.WAITID,
                P_PIDFD,
                fd.number(),
                info.address(),
                WEXITED | WNOHANG,
                0,
                0);
    }

    private static ChildEnd end(NativeBuffer info) {
        int code = info.getInt(SI_CODE);
        int status = info.getInt(SI_STATUS);
        return code == CLD_EXITED
                ? new ChildEnd.Exited(status)
                : new ChildEnd.Signalled(status, code == CLD_DUMPED);
    }

    /// Closes the descriptor; the process goes on. A second call does nothing.
    @Override
    public synchronized void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "pid " + pid;
    }
}
