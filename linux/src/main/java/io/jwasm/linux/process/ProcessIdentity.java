package io.jwasm.linux.process;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.KernelFile;
import java.util.Optional;

/// A process told from every other one that had or will have its PID since the machine started.
///
/// @param pid the process id, greater than 0
/// @param startTime when it started, in clock ticks since boot: field 22 of
///   [/proc/PID/stat](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html)
public record ProcessIdentity(int pid, long startTime) {

    private static final int STATE = 0; // places behind the name; the first is field 3
    private static final int TERMINAL = 7 - 3;
    private static final int START_TIME = 22 - 3;

    /// Checks the number.
    public ProcessIdentity {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid " + pid + " is not positive");
        }
    }

    /// Identifies the process that has a PID now, a zombie included.
    ///
    /// @param pid the process id
    /// @return empty when there is none
    /// @throws ErrnoException when `/proc` cannot be read
    public static Optional<ProcessIdentity> of(int pid) throws ErrnoException {
        return fields(pid)
                .map(fields -> new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])));
    }

    /// Tells whether the process runs: it exists and is not a zombie.
    ///
    /// @return false when it has ended, whoever has its PID now
    /// @throws ErrnoException when `/proc` cannot be read
    public boolean isAlive() throws ErrnoException {
        return fields(pid)
                .filter(fields -> Long.parseLong(fields[START_TIME]) == startTime)
                .filter(fields -> !"Z".equals(fields[STATE]) && !"X".equals(fields[STATE]))
                .isPresent();
    }

    /// Tells whether the process has a controlling terminal.
    ///
    /// @return false as well when it has ended
    /// @throws ErrnoException when `/proc` cannot be read
    public boolean hasTerminal() throws ErrnoException {
        return fields(pid)
                .filter(fields -> Long.parseLong(fields[START_TIME]) == startTime)
                .filter(fields -> !"0".equals(fields[TERMINAL]))
                .isPresent();
    }

    /// Opens this process, and no later bearer of its PID.
    ///
    /// @return empty when it has ended and was reaped
    /// @throws ErrnoException when pidfd_open(2) or reading `/proc` fails
    public Optional<Pidfd> open() throws ErrnoException {
        Pidfd opened;
        try {
            opened = Pidfd.open(pid);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ESRCH) {
                return Optional.empty();
            }
            throw failure;
        }
        // From here on the PID cannot be given away unseen: compare only after opening.
        boolean isSame = false;
        try {
            isSame = of(pid).filter(this::equals).isPresent();
        } finally {
            if (!isSame) {
                opened.close();
            }
        }
        return isSame ? Optional.of(opened) : Optional.empty();
    }

    /// Sends a signal to this process, never to a later bearer of its PID.
    ///
    /// @param signal the signal's number
    /// @return false when it has ended
    /// @throws ErrnoException when the signal cannot be sent: EPERM, EINVAL
    public boolean sendSignal(int signal) throws ErrnoException {
        Optional<Pidfd> target = open();
        if (target.isEmpty()) {
            return false;
        }
        try (Pidfd process = target.get()) {
            return process.sendSignal(signal);
        }
    }

    private static Optional<String[]> fields(int pid) throws ErrnoException {
        try {
            return Optional.of(fieldsBehindName(KernelFile.read("/proc/" + pid + "/stat")));
        } catch (ErrnoException failure) {
            // ENOENT: no such process; ESRCH: it went while the file was open.
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ESRCH) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /// Splits a stat line behind the process's name, which may itself hold spaces and parentheses.
    static String[] fieldsBehindName(String line) {
        return line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
    }
}
