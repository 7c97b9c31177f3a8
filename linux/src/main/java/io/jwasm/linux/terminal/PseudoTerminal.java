package io.jwasm.linux.terminal;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;

/// A pair of pseudo-terminals ([pty(7)](https://man7.org/linux/man-pages/man7/pty.7.html)): what is
/// written to the master is typed at the slave, what is written to the slave is shown at the
/// master.
///
/// Neither becomes the controlling terminal of this process, neither blocks, both are closed on
/// exec. When the slave is closed for the last time the master gives what is left, then EIO; when
/// the master is closed the slave is hung up. Immutable; whoever uses an end while another thread
/// may close it needs a lock of its own.
///
/// @param master the end of whoever shows the terminal
/// @param slave the end of the program
public record PseudoTerminal(HostFd master, HostFd slave) implements AutoCloseable {

    private static final String MULTIPLEXER = "/dev/ptmx";
    private static final int FLAGS =
            OpenFlags.O_RDWR | OpenFlags.O_NOCTTY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

    private static final int TIOCGWINSZ = 0x5413; // asm-generic/ioctls.h
    private static final int TIOCSWINSZ = 0x5414;
    private static final int TIOCSPTLCK = 0x40045431; // _IOW('T', 0x31, int)
    private static final int TIOCGPTPEER = 0x5441;

    private static final int WINSIZE_BYTES = 8; // unsigned short rows, columns, two unused
    private static final int COLUMNS = 2;

    /// As grantpt(3) leaves it: no other user reads it; the group may send messages, as write(1)
    /// does.
    private static final int OWNER_AND_MESSAGES = 0620;

    private static final int UNCHANGED = -1;

    /// Makes a pair in the devpts file system of the multiplexer, with the settings of a new
    /// terminal. The slave is opened by its master and not by a path, which another mount could
    /// hide or replace.
    ///
    /// @return the pair
    /// @throws ErrnoException when openat(2) or ioctl(2) fails, ENOSPC at the limit of terminals
    public static PseudoTerminal open() throws ErrnoException {
        HostFd master = Descriptors.open(MULTIPLEXER, FLAGS, 0);
        try (NativeBuffer unlocked = NativeBuffer.allocate(Integer.BYTES)) {
            control("TIOCSPTLCK", master, TIOCSPTLCK, unlocked.address());
            long slave = control("TIOCGPTPEER", master, TIOCGPTPEER, FLAGS);
            return new PseudoTerminal(master, new HostFd((int) slave));
        } catch (ErrnoException failure) {
            master.close();
            throw failure;
        }
    }

    /// Makes the slave a user's, readable for nobody else.
    ///
    /// @param userId the user; the group stays that of the file system's mount
    /// @throws ErrnoException when fchown(2) or fchmod(2) fails, EPERM without privilege
    public void giveTo(int userId) throws ErrnoException {
        long owned = Native.syscall(SyscallNumber.FCHOWN, slave.number(), userId, UNCHANGED);
        ErrnoException.check("fchown", owned, "terminal");
        long limited = Native.syscall(SyscallNumber.FCHMOD, slave.number(), OWNER_AND_MESSAGES, 0);
        ErrnoException.check("fchmod", limited, "terminal");
    }

    /// Changes the size and tells the terminal's foreground processes by SIGWINCH.
    ///
    /// @param size the new size
    /// @throws ErrnoException when ioctl(2) fails
    public void resize(WindowSize size) throws ErrnoException {
        try (NativeBuffer winsize = NativeBuffer.allocate(WINSIZE_BYTES)) {
            winsize.putShort(0, (short) size.rows());
            winsize.putShort(COLUMNS, (short) size.columns());
            control("TIOCSWINSZ", master, TIOCSWINSZ, winsize.address());
        }
    }

    /// Asks for the size.
    ///
    /// @return the size, 0 by 0 as long as nobody has set it
    /// @throws ErrnoException when ioctl(2) fails
    public WindowSize size() throws ErrnoException {
        try (NativeBuffer winsize = NativeBuffer.allocate(WINSIZE_BYTES)) {
            control("TIOCGWINSZ", master, TIOCGWINSZ, winsize.address());
            return new WindowSize(
                    Short.toUnsignedInt(winsize.getShort(COLUMNS)),
                    Short.toUnsignedInt(winsize.getShort(0)));
        }
    }

    private static long control(String name, HostFd terminal, int command, long argument)
            throws ErrnoException {
        long result = Native.syscall(SyscallNumber.IOCTL, terminal.number(), command, argument);
        return ErrnoException.check("ioctl " + name, result, "terminal");
    }

    /// Closes both ends, the program's first. A second call does nothing.
    @Override
    public void close() {
        slave.close();
        master.close();
    }
}
