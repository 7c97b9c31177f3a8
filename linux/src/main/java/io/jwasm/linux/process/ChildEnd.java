package io.jwasm.linux.process;

/// How a child process ended, as [waitid(2)](https://man7.org/linux/man-pages/man2/waitid.2.html)
/// tells it.
public sealed interface ChildEnd {

    /// The status as a shell and containerd report it.
    ///
    /// @return 0 to 255: the exit code, 128 plus the signal, or 255 when nobody knows
    int exitStatus();

    /// It ended by itself.
    ///
    /// @param code the exit code, 0 to 255
    record Exited(int code) implements ChildEnd {
        @Override
        public int exitStatus() {
            return code;
        }
    }

    /// A signal ended it.
    ///
    /// @param signal the signal's number
    /// @param isCoreDumped whether it left a core file
    record Signalled(int signal, boolean isCoreDumped) implements ChildEnd {

        private static final int SIGNAL_BASE = 128;

        @Override
        public int exitStatus() {
            return SIGNAL_BASE + signal;
        }
    }

    /// It ended, but somebody else has taken the status, or it is no child of this process.
    record Unknown() implements ChildEnd {

        private static final int UNKNOWN_STATUS = 255;

        @Override
        public int exitStatus() {
            return UNKNOWN_STATUS;
        }
    }
}
