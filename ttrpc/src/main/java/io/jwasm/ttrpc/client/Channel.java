package io.jwasm.ttrpc.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.transport.Connection;
import io.jwasm.ttrpc.transport.EventLoop;
import io.jwasm.ttrpc.transport.Inbox;
import io.jwasm.ttrpc.transport.Timer;
import io.jwasm.ttrpc.wire.Frame;
import io.jwasm.ttrpc.wire.FrameEncoder;
import io.jwasm.ttrpc.wire.ResponseEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The client's connection: numbers streams and hands frames to them. Thread-safe.
final class Channel implements Connection.Listener {

    /// Ids are 32 bits and are never reused; only odd ones are a client's.
    private static final long LAST_STREAM_ID = 0xffff_ffffL;

    private final Connection connection;
    private final Timer timer;
    private final ConcurrentHashMap<Integer, PendingStream> streams = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /// Makes ids reach the wire in rising order, which servers insist on.
    private final ReentrantLock sendLock = new ReentrantLock();

    @GuardedBy("sendLock")
    private long nextStreamId = 1;

    private volatile @Nullable TtrpcException end;

    Channel(EventLoop loop, SocketChannel socket, Timer timer) throws IOException {
        this.timer = timer;
        this.connection = new Connection(loop, socket, this, false);
        loop.execute(new Start(connection));
    }

    private record Start(Connection connection) implements Runnable {
        @Override
        public void run() {
            connection.start();
        }
    }

    /// What opens a stream.
    record Opening(
            RpcMethod<?> method, CallOptions options, int flags, @Nullable MessageLite message) {}

    /// Opens a stream by sending its request.
    int open(Opening opening, Deadline deadline, PendingStream stream) throws InterruptedException {
        awaitWritable(opening.method, deadline);
        FrameEncoder.Call call =
                new FrameEncoder.Call(
                        opening.method.service(),
                        opening.method.name(),
                        deadline.wireNanos(opening.method),
                        opening.options.metadata());
        ByteBuffer frame = FrameEncoder.request(0, opening.flags, call, opening.message);
        sendLock.lock();
        try {
            if (nextStreamId > LAST_STREAM_ID) {
                throw new TtrpcException(
                        TtrpcCode.UNAVAILABLE, "connection has used up its stream ids");
            }
            int streamId = (int) nextStreamId;
            nextStreamId += 2;
            streams.put(streamId, stream);
            sendOrForget(streamId, frame.putInt(4, streamId));
            return streamId;
        } finally {
            sendLock.unlock();
        }
    }

    private void sendOrForget(int streamId, ByteBuffer frame) {
        try {
            connection.send(frame);
        } catch (TtrpcException e) {
            streams.remove(streamId);
            TtrpcException known = end;
            throw known == null ? e : new TtrpcException(known.status(), known);
        }
    }

    void send(ByteBuffer frame) {
        connection.send(frame);
    }

    void awaitWritable(RpcMethod<?> method, Deadline deadline) throws InterruptedException {
        if (!connection.awaitWritable(deadline.leftNanos())) {
            throw Deadline.exceeded(method);
        }
    }

    /// Forgets a stream; frames for it are dropped from now on.
    void forget(int streamId) {
        streams.remove(streamId);
    }

    Inbox newInbox() {
        return new Inbox(connection, timer);
    }

    Timer timer() {
        return timer;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    void close() {
        connection.close(null);
    }

    @Override
    public void frame(int streamId, int type, int flags, byte[] data) {
        if (type == Frame.RESPONSE) {
            response(streamId, data);
        } else if (type == Frame.DATA) {
            PendingStream stream = streams.get(streamId);
            if (stream != null) {
                if ((flags & Frame.REMOTE_CLOSED) != 0) {
                    streams.remove(streamId);
                }
                stream.data(flags, data);
            }
        }
    }

    private void response(int streamId, byte[] data) {
        PendingStream stream = streams.remove(streamId);
        if (stream == null) {
            // The caller has given up on it.
            return;
        }
        try {
            stream.response(ResponseEnvelope.decode(data));
        } catch (InvalidProtocolBufferException e) {
            stream.failed(
                    new TtrpcException(
                            TtrpcStatus.of(
                                    TtrpcCode.INTERNAL,
                                    "response frame cannot be parsed: " + e.getMessage()),
                            e));
        }
    }

    @Override
    public void oversize(int streamId, int type, long length) {
        PendingStream stream = streams.remove(streamId);
        if (stream != null) {
            stream.failed(
                    new TtrpcException(
                            TtrpcCode.RESOURCE_EXHAUSTED,
                            "response of "
                                    + length
                                    + " bytes exceeds the maximum of "
                                    + Frame.MAX_DATA_BYTES));
        }
    }

    @Override
    public void inputEnded() {
        connection.close(null);
    }

    @Override
    public void closed(@Nullable IOException cause) {
        String reason =
                cause == null ? "connection is closed" : "connection failed: " + cause.getMessage();
        TtrpcException failure =
                new TtrpcException(TtrpcStatus.of(TtrpcCode.UNAVAILABLE, reason), cause);
        end = failure;
        for (Integer streamId : streams.keySet()) {
            PendingStream stream = streams.remove(streamId);
            if (stream != null) {
                stream.failed(failure);
            }
        }
        closed.completeAsync(() -> null, TtrpcClient.Callbacks.INSTANCE);
    }
}
