package io.jwasm.linux;

import java.io.IOException;

/// A system call that failed: which one, with what error number, on what.
///
/// It is translated once, by the caller that knows what the failure means.
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;
    private final String subject;

    /// Creates the exception.
    ///
    /// @param call the name of the system call
    /// @param errno the error number, greater than 0
    /// @param subject what it was called on: a path, a process id
    public ErrnoException(String call, int errno, String subject) {
        super("%s %s: %s".formatted(call, subject, Errno.describe(errno)));
        this.call = call;
        this.errno = errno;
        this.subject = subject;
    }

    /// Turns the raw result of a call into a value or an exception.
    ///
    /// @param call the name of the system call
    /// @param result what [io.jwasm.linux.ffi.Native] answered: a value, or the negated error
    ///   number
    /// @param subject what it was called on; turned into text only on failure
    /// @return the result, 0 or greater
    /// @throws ErrnoException when the result is negative
    public static long check(String call, long result, Object subject) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, (int) -result, subject.toString());
        }
        return result;
    }

    /// The system call that failed.
    ///
    /// @return its name, such as `openat2`
    public String call() {
        return call;
    }

    /// What it was called on.
    ///
    /// @return a path, a process id
    public String subject() {
        return subject;
    }

    /// The error number, one of the constants of [Errno].
    ///
    /// @return greater than 0
    public int errno() {
        return errno;
    }
}
