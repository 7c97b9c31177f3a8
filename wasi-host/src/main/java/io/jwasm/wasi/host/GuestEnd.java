package io.jwasm.wasi.host;

/// Unwinds the guest's stack from a host function; not a failure. It has no stack trace.
public abstract sealed class GuestEnd extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private GuestEnd(String message) {
        super(message, null, false, false);
    }

    /// The guest called `proc_exit`.
    public static final class Exit extends GuestEnd {
        private static final long serialVersionUID = 1L;

        private final int code;

        /// Creates the end.
        ///
        /// @param code what the guest gave
        public Exit(int code) {
            super("proc_exit");
            this.code = code;
        }

        /// What the guest gave.
        ///
        /// @return any 32-bit value
        public int code() {
            return code;
        }
    }

    /// The guest was told to stop while it was in a host function.
    public static final class Stop extends GuestEnd {
        private static final long serialVersionUID = 1L;

        /// Creates the end.
        public Stop() {
            super("stopped");
        }
    }
}
