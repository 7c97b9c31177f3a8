package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.socket.SocketCalls;

/// A socket. Calls on it never block in the kernel: they are made with `MSG_DONTWAIT`, and a guest
/// that has to wait does so in ppoll(2) beside the descriptor that tells it to stop.
public final class SocketDescriptor extends FileDescriptor {

    private long receiveTimeoutNanos = Poll.INFINITE;
    private long sendTimeoutNanos = Poll.INFINITE;
    private Linger linger = new Linger(0, 0);

    /// Creates the descriptor.
    ///
    /// @param opened the host's descriptor and what may be done with it
    public SocketDescriptor(Opened opened) {
        super(opened);
    }

    @Override
    public long read(GuestIo io, int length) {
        return receive(io, length, 0);
    }

    @Override
    public long write(GuestIo io, int length) {
        return attempt(io, Poll.POLLOUT, () -> SocketCalls.send(hostFd(), io.buffer(), length));
    }

    /// Receives once; waits for data unless the descriptor is non-blocking.
    ///
    /// @param io the guest's buffers
    /// @param length the most to receive
    /// @param messageFlags flags of recv(2), such as [SocketCalls#MSG_PEEK]
    /// @return the count, 0 when the peer has ended, or a negated error number
    public long receive(GuestIo io, int length, int messageFlags) {
        return attempt(
                io,
                Poll.POLLIN,
                () -> SocketCalls.receive(hostFd(), io.buffer(), length, messageFlags));
    }

    /// Accepts a connection; waits for one unless the descriptor is non-blocking.
    ///
    /// @param io the guest's buffers
    /// @return the host's descriptor of the connection, or a negated error number
    public long accept(GuestIo io) {
        // The listener may be shared with others: poll before accept, which may block.
        return attemptReady(io, Poll.POLLIN, () -> SocketCalls.accept(hostFd()));
    }

    /// Sets for how long a call waits until it answers `again`, as SO_RCVTIMEO does.
    ///
    /// @param nanos how long, [Poll#INFINITE] without end
    public void receiveTimeout(long nanos) {
        receiveTimeoutNanos = nanos;
    }

    /// Sets for how long a call that sends or connects waits, as SO_SNDTIMEO does.
    ///
    /// @param nanos how long, [Poll#INFINITE] without end
    public void sendTimeout(long nanos) {
        sendTimeoutNanos = nanos;
    }

    /// For how long calls wait.
    ///
    /// @param isReceiving whether those that receive, or those that send
    /// @return how long, in nanoseconds, [Poll#INFINITE] without end
    public long timeoutNanos(boolean isReceiving) {
        return isReceiving ? receiveTimeoutNanos : sendTimeoutNanos;
    }

    /// What SO_LINGER says of closing, as the guest set it
    /// ([socket(7)](https://man7.org/linux/man-pages/man7/socket.7.html)).
    ///
    /// @param onOff 0 when nothing is said
    /// @param seconds for how long a close waits until the data has been sent
    public record Linger(int onOff, int seconds) {

        /// Tells whether close(2) would wait: nobody could stop a guest there, nor its end.
        ///
        /// @return false when data is sent after the close, or dropped
        public boolean isWait() {
            return onOff != 0 && seconds != 0;
        }
    }

    /// Takes note of what SO_LINGER says.
    ///
    /// @param newLinger what it says
    public void linger(Linger newLinger) {
        linger = newLinger;
    }

    /// What SO_LINGER says.
    ///
    /// @return as it was set
    public Linger linger() {
        return linger;
    }

    /// A call that may say: not now.
    @FunctionalInterface
    public interface Attempt {

        /// Makes the call.
        ///
        /// @return a raw result
        long call();
    }

    /// Makes a call until it says something else than: not now.
    ///
    /// @param io the guest's buffers
    /// @param events what to wait for meanwhile, bits of [Poll]
    /// @param attempt the call
    /// @return its result
    public long attempt(GuestIo io, int events, Attempt attempt) {
        long result = attempt.call();
        while (GuestIo.wouldBlock(result)) {
            if (isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            long ready = io.await(hostFd(), events, timeoutNanos(events == Poll.POLLIN));
            if (ready <= 0) {
                return ready == 0 ? -Errno.EAGAIN : ready;
            }
            result = attempt.call();
        }
        return result;
    }

    private long attemptReady(GuestIo io, int events, Attempt attempt) {
        while (true) {
            long ready =
                    isNonBlocking()
                            ? io.look(hostFd(), events)
                            : io.await(hostFd(), events, receiveTimeoutNanos);
            if (ready <= 0) {
                return ready == 0 ? -Errno.EAGAIN : ready;
            }
            long result = attempt.call();
            if (!GuestIo.wouldBlock(result) || isNonBlocking()) {
                return result;
            }
        }
    }

    @Override
    public boolean readsToTheEnd() {
        return false;
    }

    /// The flags are kept here alone.
    @Override
    public io.jwasm.wasi.errno.Errno changeFlags(int newFlags) {
        flags(newFlags);
        return io.jwasm.wasi.errno.Errno.SUCCESS;
    }
}
