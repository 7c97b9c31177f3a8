package io.jwasm.core.stdio;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.IoBuffer;

/// Bytes on their way from one descriptor to another, neither of which blocks. Confined to the
/// thread that moves them.
final class Flow {

    /// What the line discipline of a terminal hands out at once (`N_TTY_BUF_SIZE` of Linux).
    static final int BYTES = 4096;

    private final HostFd source;
    private final HostFd sink;
    private final byte[] bytes = new byte[BYTES];
    private int start;
    private int end;
    private boolean hasEnded;

    Flow(HostFd source, HostFd sink) {
        this.source = source;
        this.sink = sink;
    }

    /// Whether there is room for more and more may come.
    boolean mayRead() {
        return start == end && !hasEnded;
    }

    /// Whether there is something that the sink has not taken yet.
    boolean mayWrite() {
        return start < end;
    }

    /// Whether nothing is under way and nothing will be.
    boolean isOver() {
        return start == end && hasEnded;
    }

    /// Takes nothing more and drops what is under way.
    void abandon() {
        hasEnded = true;
        start = end;
    }

    /// Moves what can be moved now.
    void move(IoBuffer buffer) {
        if (mayRead()) {
            read(buffer);
        }
        if (mayWrite()) {
            write(buffer);
        }
    }

    private void read(IoBuffer buffer) {
        long result = buffer.readRaw(source.number(), bytes, 0, BYTES);
        if (result > 0) {
            start = 0;
            end = (int) result;
        } else {
            // The end of a FIFO is 0, that of a terminal whose other side is closed EIO.
            hasEnded = result != -Errno.EAGAIN && result != -Errno.EINTR;
        }
    }

    private void write(IoBuffer buffer) {
        long result = buffer.writeRaw(sink.number(), bytes, start, end - start);
        if (result >= 0) {
            start += (int) result;
        } else if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
            // A full disk, or a terminal that nobody has any more: whoever writes must not wait
            // for what will not be.
            start = end;
        }
    }
}
