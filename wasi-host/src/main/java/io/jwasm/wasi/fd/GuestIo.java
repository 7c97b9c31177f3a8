package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.linux.io.Poll;
import io.jwasm.wasi.host.GuestControl;

/// What a guest's descriptors read, write and wait with. Confined to the guest's thread.
public final class GuestIo implements AutoCloseable {

    /// The most that one system call moves for a guest; longer transfers take several.
    public static final int TRANSFER_BYTES = 64 * 1024;

    private static final int FD_SLOT = 0;
    private static final int WAKE_SLOT = 1;
    private static final int SLOTS = 2;

    private final GuestControl control;
    private final TransferBuffer buffer = new TransferBuffer(TRANSFER_BYTES);
    private final Poll poll = new Poll(SLOTS);

    /// Allocates the buffers.
    ///
    /// @param control how the guest is told to stop while it waits
    public GuestIo(GuestControl control) {
        this.control = control;
    }

    /// The memory that bytes pass through.
    ///
    /// @return the buffer, of [#TRANSFER_BYTES]
    public TransferBuffer buffer() {
        return buffer;
    }

    /// How the guest is told to stop.
    ///
    /// @return the control
    public GuestControl control() {
        return control;
    }

    /// Waits until a descriptor is ready or has failed; the next call on it will say which.
    ///
    /// @param hostFd the descriptor
    /// @param events what to wait for, bits of [Poll]
    /// @return 0 or greater, or the negated error number
    /// @throws io.jwasm.wasi.host.GuestEnd when the guest is to stop
    public long await(int hostFd, int events) {
        return await(hostFd, events, Poll.INFINITE);
    }

    /// Waits until a descriptor is ready or has failed, for some time at most.
    ///
    /// @param hostFd the descriptor
    /// @param events what to wait for, bits of [Poll]
    /// @param timeoutNanos how long, or [Poll#INFINITE]
    /// @return 0 when the time was over, greater when it is ready, or the negated error number
    /// @throws io.jwasm.wasi.host.GuestEnd when the guest is to stop
    public long await(int hostFd, int events, long timeoutNanos) {
        long start = System.nanoTime();
        long left = timeoutNanos;
        while (true) {
            poll.set(FD_SLOT, hostFd, events);
            poll.set(WAKE_SLOT, control.wakeFd(), Poll.POLLIN);
            long result = poll.awaitRaw(SLOTS, left);
            if (result < 0) {
                return result;
            }
            if (poll.revents(WAKE_SLOT) != 0) {
                control.checkpoint();
            }
            if (poll.revents(FD_SLOT) != 0) {
                return 1;
            }
            if (timeoutNanos >= 0) {
                left = timeoutNanos - (System.nanoTime() - start);
                if (left <= 0) {
                    return 0;
                }
            }
        }
    }

    /// Waits for some time.
    ///
    /// @param nanos how long
    /// @throws io.jwasm.wasi.host.GuestEnd when the guest is to stop
    public void pause(long nanos) {
        long _ = await(-1, 0, nanos); // the kernel skips a negative descriptor
    }

    /// Tells at once whether a descriptor is ready or has failed.
    ///
    /// @param hostFd the descriptor
    /// @param events what to look for, bits of [Poll]
    /// @return 0 when it is not, greater when it is, or the negated error number
    public long look(int hostFd, int events) {
        poll.set(FD_SLOT, hostFd, events);
        return poll.awaitRaw(1, 0);
    }

    /// Tells whether a raw result says no more than: not now.
    static boolean wouldBlock(long result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    /// Frees the buffers.
    @Override
    public void close() {
        poll.close();
        buffer.close();
    }
}
