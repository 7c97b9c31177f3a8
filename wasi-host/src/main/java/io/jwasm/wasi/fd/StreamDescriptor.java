package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.io.Poll;

/// A pipe, a FIFO, a terminal or another character device.
///
/// A guest that has to wait does so in ppoll(2) beside the descriptor that tells it to stop, never
/// in read(2) or write(2).
public final class StreamDescriptor extends FileDescriptor {

    /// What a pipe has room for when it is writable at all, so that a blocking one does not block
    /// ([pipe(7)](https://man7.org/linux/man-pages/man7/pipe.7.html)).
    private static final int PIPE_BUF = 4096;

    private final boolean isHostNonBlocking;

    /// Creates the descriptor.
    ///
    /// @param opened the host's descriptor and what may be done with it
    public StreamDescriptor(Opened opened) {
        super(opened);
        long hostFlags = FileCalls.statusFlags(opened.hostFd());
        this.isHostNonBlocking = hostFlags >= 0 && (hostFlags & OpenFlags.O_NONBLOCK) != 0;
    }

    /// Polls first: a FIFO that nobody has opened for writing yet reads as if it had ended.
    @Override
    public long read(GuestIo io, int length) {
        long result;
        do {
            long ready = ready(io, Poll.POLLIN);
            if (ready < 0) {
                return ready;
            }
            result = io.buffer().read(hostFd(), length);
        } while (GuestIo.wouldBlock(result));
        return result;
    }

    @Override
    public long write(GuestIo io, int length) {
        long result = -Errno.EAGAIN;
        if (isHostNonBlocking) {
            result = io.buffer().write(hostFd(), length);
        }
        while (GuestIo.wouldBlock(result)) {
            long ready = ready(io, Poll.POLLOUT);
            if (ready < 0) {
                return ready;
            }
            int most = isHostNonBlocking ? length : Math.min(length, PIPE_BUF);
            result = io.buffer().write(hostFd(), most);
        }
        return result;
    }

    private long ready(GuestIo io, int events) {
        if (isNonBlocking()) {
            long ready = io.look(hostFd(), events);
            return ready == 0 ? -Errno.EAGAIN : ready;
        }
        return io.await(hostFd(), events);
    }

    @Override
    public boolean readsToTheEnd() {
        return false;
    }

    /// The flags are kept here alone: the host's end may be shared with others.
    @Override
    public io.jwasm.wasi.errno.Errno changeFlags(int newFlags) {
        flags(newFlags);
        return io.jwasm.wasi.errno.Errno.SUCCESS;
    }
}
