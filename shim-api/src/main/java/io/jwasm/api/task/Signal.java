package io.jwasm.api.task;

import io.jwasm.api.error.ShimException;

/// A Linux signal number, as a client asks for it.
///
/// @param number 0 to 64; 0 only tests whether the process is there (kill(2))
public record Signal(int number) {

    /// SIGHUP of signal(7): the terminal is gone.
    public static final Signal SIGHUP = new Signal(1);

    /// SIGKILL of signal(7): ends the guest whatever it does.
    public static final Signal SIGKILL = new Signal(9);

    /// SIGTERM of signal(7): asks the guest to end.
    public static final Signal SIGTERM = new Signal(15);

    private static final int SIGRTMAX = 64;

    /// Checks the number.
    ///
    /// @throws ShimException.InvalidArgument when it is no Linux signal
    public Signal {
        if (number < 0 || number > SIGRTMAX) {
            throw new ShimException.InvalidArgument("signal " + number + " is not in 0 to 64");
        }
    }

    /// What the signal does to a process that has no handler for it, by signal(7).
    public enum DefaultAction {
        /// Ends the process with status 128 + n.
        TERMINATE,
        /// Holds the process.
        STOP,
        /// Lets a held process go on.
        CONTINUE,
        /// Does nothing.
        IGNORE
    }

    /// The default action of this signal; signal 0 is ignored.
    ///
    /// @return what a process without handlers does
    public DefaultAction defaultAction() {
        return switch (number) {
            case 0, 17 /* SIGCHLD */, 23 /* SIGURG */, 28 /* SIGWINCH */ -> DefaultAction.IGNORE;
            case 18 /* SIGCONT */ -> DefaultAction.CONTINUE;
            case 19 /* SIGSTOP */, 20 /* SIGTSTP */, 21 /* SIGTTIN */, 22 /* SIGTTOU */ ->
                    DefaultAction.STOP;
            default -> DefaultAction.TERMINATE;
        };
    }

    /// The exit code of a process that this signal ended, as shells and runc report it.
    ///
    /// @return 128 + n
    public int exitCode() {
        return 128 + number;
    }
}
