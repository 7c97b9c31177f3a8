package io.jwasm.ttrpc.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/// Frames that a socket has not taken yet. Guarded by its connection's lock.
final class SendQueue {

    /// Largest single write: the JDK keeps a direct buffer of that size for each thread that
    /// writes.
    private static final int SLICE_BYTES = 128 << 10;

    private final SocketChannel channel;
    private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>(4);
    private long bytes;

    SendQueue(SocketChannel channel) {
        this.channel = channel;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /// Whether more waits than a sender may put there without waiting itself.
    boolean isCongested() {
        return bytes > Connection.HIGH_WATER_BYTES;
    }

    /// Writes a frame, or what the socket does not take of it into the queue.
    ///
    /// @return whether something is left to be written
    boolean send(ByteBuffer frame) throws IOException {
        if (frames.isEmpty() && write(frame)) {
            return false;
        }
        frames.add(frame);
        bytes += frame.remaining();
        return true;
    }

    /// Writes what the socket takes.
    void flush() throws IOException {
        for (ByteBuffer frame = frames.peek(); frame != null; frame = frames.peek()) {
            int before = frame.remaining();
            boolean isWritten = write(frame);
            bytes -= before - frame.remaining();
            if (!isWritten) {
                break;
            }
            frames.remove();
        }
    }

    /// Writes until the frame is done (true) or the socket takes no more (false).
    private boolean write(ByteBuffer frame) throws IOException {
        int end = frame.limit();
        while (frame.position() < end) {
            frame.limit(Math.min(end, frame.position() + SLICE_BYTES));
            channel.write(frame);
            boolean isFull = frame.hasRemaining();
            frame.limit(end);
            if (isFull) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }
}
