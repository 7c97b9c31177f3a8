package io.jwasm.ttrpc.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.wire.FrameDecoder;
import io.jwasm.ttrpc.wire.FrameListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connected socket: frames in, frames out. Thread-safe.
///
/// A sender writes to the socket itself as long as the socket takes it; the rest is queued for the
/// loop. A peer that does not read therefore costs memory, up to [#HIGH_WATER_BYTES] and the calls
/// it has open, but no thread.
public final class Connection implements EventLoop.Ready {

    /// Bytes in the queue from which on [#awaitWritable] waits and a server reads no more requests.
    public static final int HIGH_WATER_BYTES = 1 << 20;

    /// Reads in a row before other connections have their turn.
    private static final int READS_IN_A_ROW = 16;

    /// Takes what happens on the connection; all methods are called on the loop's thread.
    public interface Listener extends FrameListener {

        /// The peer sends no more. It may still read.
        void inputEnded();

        /// The connection is closed; called once, last.
        ///
        /// @param cause the failure of the socket that closed it, null if one side wanted it closed
        void closed(@Nullable IOException cause);
    }

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Listener listener;
    private final boolean isServer;
    private final FrameDecoder decoder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();

    @GuardedBy("lock")
    private final SendQueue queue;

    @GuardedBy("lock")
    private int stalls;

    @GuardedBy("lock")
    private boolean hasInputEnded;

    @GuardedBy("lock")
    private boolean isEnding;

    @GuardedBy("lock")
    private boolean isClosed;

    @GuardedBy("lock")
    private @Nullable SelectionKey key;

    /// Makes a connection that does nothing before [#start].
    ///
    /// The channel becomes non-blocking here, so that even the first send cannot be cut by an
    /// interrupt.
    ///
    /// @param loop the loop that serves it
    /// @param channel a connected socket, owned by the connection from now on
    /// @param listener takes frames and the end
    /// @param isServer whether to stop reading while the peer does not read. Only one side may, or
    ///   both could wait for each other.
    /// @throws IOException if the channel is closed
    public Connection(EventLoop loop, SocketChannel channel, Listener listener, boolean isServer)
            throws IOException {
        channel.configureBlocking(false);
        this.loop = loop;
        this.channel = channel;
        this.queue = new SendQueue(channel);
        this.listener = listener;
        this.isServer = isServer;
        this.decoder = new FrameDecoder(listener);
    }

    /// Starts to read; belongs to the loop's thread.
    public void start() {
        try {
            SelectionKey registered = loop.register(channel, 0, this);
            lock.lock();
            try {
                key = registered;
                updateInterest();
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            close(e);
        }
    }

    /// Sends a frame, now or when the socket takes it. Frames of one thread keep their order. Never
    /// waits.
    ///
    /// @param frame a whole frame, owned by the connection from now on
    /// @throws TtrpcException UNAVAILABLE if the connection is closed
    public void send(ByteBuffer frame) {
        IOException failure;
        lock.lock();
        try {
            requireOpen();
            if (queue.send(frame)) {
                updateInterest();
            }
            return;
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.unlock();
        }
        close(failure);
        throw new TtrpcException(
                TtrpcCode.UNAVAILABLE, "connection failed: " + failure.getMessage());
    }

    @GuardedBy("lock")
    private void requireOpen() {
        if (isClosed) {
            throw new TtrpcException(TtrpcCode.UNAVAILABLE, "connection is closed");
        }
    }

    /// Waits while too much is queued for a peer that does not read.
    ///
    /// @param nanos how long to wait at most
    /// @return false if the time is over
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException UNAVAILABLE if the connection is closed
    public boolean awaitWritable(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (queue.isCongested() && !isClosed && left > 0) {
                left = writable.awaitNanos(left);
            }
            requireOpen();
            return !queue.isCongested();
        } finally {
            lock.unlock();
        }
    }

    /// Stops reading until [#unstall], because a stream's receiver is behind. Nests.
    void stall() {
        changeStalls(1);
    }

    /// Undoes one [#stall].
    void unstall() {
        changeStalls(-1);
    }

    private void changeStalls(int by) {
        lock.lock();
        try {
            stalls += by;
            updateInterest();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void updateInterest() {
        if (key == null || isClosed || !key.isValid()) {
            return;
        }
        boolean isCongested = isServer && queue.isCongested();
        int interest = hasInputEnded || stalls > 0 || isCongested ? 0 : SelectionKey.OP_READ;
        if (!queue.isEmpty()) {
            interest |= SelectionKey.OP_WRITE;
        }
        if (key.interestOps() != interest) {
            key.interestOps(interest);
            loop.wakeup();
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                read(ready);
            }
        } catch (IOException e) {
            close(e);
        }
    }

    @Override
    public void loopEnded() {
        close(null);
    }

    private void flush() throws IOException {
        boolean isDone;
        lock.lock();
        try {
            queue.flush();
            if (!queue.isCongested()) {
                writable.signalAll();
            }
            updateInterest();
            isDone = isEnding && queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (isDone) {
            close(null);
        }
    }

    private void read(SelectionKey ready) throws IOException {
        for (int i = 0; i < READS_IN_A_ROW && ready.isValid(); i++) {
            if ((ready.interestOps() & SelectionKey.OP_READ) == 0) {
                return;
            }
            ByteBuffer buffer = loop.readBuffer();
            int count = channel.read(buffer);
            if (count < 0) {
                endInput();
                return;
            }
            decoder.feed(buffer.flip());
            if (count < buffer.capacity()) {
                return;
            }
        }
    }

    private void endInput() {
        lock.lock();
        try {
            hasInputEnded = true;
            updateInterest();
        } finally {
            lock.unlock();
        }
        listener.inputEnded();
    }

    /// Closes the connection once all that was sent so far is written.
    public void closeWhenWritten() {
        boolean isDone;
        lock.lock();
        try {
            isEnding = true;
            isDone = queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (isDone) {
            close(null);
        }
    }

    /// Closes the connection at once; what is queued is lost. Does nothing if it is closed.
    ///
    /// @param cause the failure that is the reason, or null
    public void close(@Nullable IOException cause) {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            queue.clear();
            writable.signalAll();
        } finally {
            lock.unlock();
        }
        loop.execute(new Closing(this, cause));
    }

    /// Closing on the loop's thread, so that no frame comes after [Listener#closed].
    private record Closing(Connection connection, @Nullable IOException cause) implements Runnable {
        @Override
        public void run() {
            try {
                connection.channel.close();
            } catch (IOException _) {
                // The descriptor is gone either way, and the reason for closing is in the cause.
            }
            connection.listener.closed(cause);
        }
    }
}
