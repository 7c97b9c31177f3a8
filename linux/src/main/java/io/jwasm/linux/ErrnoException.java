package io.jwasm.linux;

import java.io.IOException;

/// A system call that failed: which one, with what error number, on what.
///
/// It is translated once, by the caller that knows what the failure means.
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /// Creates the exception.
    ///
    /// @param call the name of the system call
    /// @param errno the error number, greater than 0
    /// @param subject what it was called on: a path, a process id
    public ErrnoException(String call, int errno, String subject) {
        super("%s %s: %s".formatted(call, subject, Errno.describe(errno)));
        this.call = call;
        this.errno = errno;
    }

    /// The system call that failed.
    ///
    /// @return its name, such as `openat2`
    public String call() {
        return call;
    }

    /// The error number, one of the constants of [Errno].
    ///
    /// @return greater than 0
    public int errno() {
        return errno;
    }
}
