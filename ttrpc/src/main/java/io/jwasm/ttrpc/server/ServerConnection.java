package io.jwasm.ttrpc.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.transport.Connection;
import io.jwasm.ttrpc.transport.Inbox;
import io.jwasm.ttrpc.transport.Timer;
import io.jwasm.ttrpc.wire.Frame;
import io.jwasm.ttrpc.wire.FrameEncoder;
import io.jwasm.ttrpc.wire.Payload;
import io.jwasm.ttrpc.wire.RequestEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One client's connection: checks frames, routes requests, and knows the calls that are open.
/// Frames come on the loop's thread; calls end on their own.
final class ServerConnection implements Connection.Listener {

    /// How long a peer that has ended its sending side gets answers. A peer that is gone looks the
    /// same.
    static final long HALF_CLOSED_NANOS = 500_000_000L;

    private final TtrpcServer server;
    private final Connection connection;
    private final ConcurrentHashMap<Integer, ServerCall> calls = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private int lastStreamId;
    private volatile boolean isDraining;

    ServerConnection(TtrpcServer server, SocketChannel channel) throws IOException {
        this.server = server;
        this.connection = new Connection(server.loop(), channel, this, true);
    }

    void start() {
        connection.start();
    }

    @Override
    public void oversize(int streamId, int type, long length) {
        // Answered whatever the type: a peer that speaks something else, such as HTTP, mostly ends
        // up here.
        if (type == Frame.REQUEST) {
            noteStreamId(streamId);
        }
        ServerCall call = calls.get(streamId);
        if (call != null) {
            call.cancel(TtrpcCode.RESOURCE_EXHAUSTED, "message was too large");
        }
        refuse(
                streamId,
                TtrpcCode.RESOURCE_EXHAUSTED,
                "message of " + length + " bytes exceeds the maximum of " + Frame.MAX_DATA_BYTES);
    }

    @Override
    public void frame(int streamId, int type, int flags, byte[] data) {
        if (type == Frame.REQUEST) {
            request(streamId, flags, data);
        } else if (type == Frame.DATA) {
            data(streamId, flags, data);
        }
        // Other types are left to later versions of the protocol.
    }

    private void request(int streamId, int flags, byte[] data) {
        if ((streamId & 1) == 0) {
            refuse(streamId, TtrpcCode.INVALID_ARGUMENT, "stream id of a client must be odd");
        } else if (Integer.compareUnsigned(streamId, lastStreamId) <= 0) {
            refuse(
                    streamId,
                    TtrpcCode.INVALID_ARGUMENT,
                    "stream id must be higher than those before");
        } else {
            noteStreamId(streamId);
            try {
                route(streamId, flags, RequestEnvelope.decode(data));
            } catch (InvalidProtocolBufferException e) {
                refuse(
                        streamId,
                        TtrpcCode.INVALID_ARGUMENT,
                        "request frame cannot be parsed: " + e.getMessage());
            }
        }
    }

    private void noteStreamId(int streamId) {
        if ((streamId & 1) == 1 && Integer.compareUnsigned(streamId, lastStreamId) > 0) {
            lastStreamId = streamId;
        }
    }

    private void route(int streamId, int flags, RequestEnvelope request) {
        ServiceDefinition service = server.service(request.service());
        Method method = service == null ? null : service.method(request.method());
        if (service == null) {
            refuse(
                    streamId,
                    TtrpcCode.UNIMPLEMENTED,
                    "service \"" + request.service() + "\" is unknown");
        } else if (method == null) {
            refuse(
                    streamId,
                    TtrpcCode.UNIMPLEMENTED,
                    "method \""
                            + request.method()
                            + "\" of service \""
                            + request.service()
                            + "\" is unknown");
        } else if (isDraining) {
            refuse(streamId, TtrpcCode.UNAVAILABLE, "server is shutting down");
        } else if (running.get() >= server.maxCallsPerConnection()) {
            refuse(
                    streamId,
                    TtrpcCode.RESOURCE_EXHAUSTED,
                    "connection has " + server.maxCallsPerConnection() + " calls open already");
        } else if (request.timeoutNanos() < 0) {
            refuse(
                    streamId,
                    TtrpcCode.DEADLINE_EXCEEDED,
                    "time was over before the call was received");
        } else {
            ServerCall call = new ServerCall(this, streamId, request, method);
            calls.put(streamId, call);
            running.incrementAndGet();
            call.openInbox((flags & Frame.REMOTE_OPEN) != 0);
            call.start();
        }
    }

    private void data(int streamId, int flags, byte[] data) {
        ServerCall call = calls.get(streamId);
        Inbox inbox = call == null ? null : call.inboxIfAny();
        if (inbox == null) {
            // A stream that this side has ended may still get what the client had under way.
            boolean isPast = call == null && Integer.compareUnsigned(streamId, lastStreamId) <= 0;
            if (!isPast || (streamId & 1) == 0) {
                refuse(streamId, TtrpcCode.INVALID_ARGUMENT, "data for a stream that takes none");
            }
            return;
        }
        if ((flags & Frame.NO_DATA) == 0) {
            inbox.add(Payload.of(data));
        }
        if ((flags & Frame.REMOTE_CLOSED) != 0) {
            inbox.end();
        }
    }

    private void refuse(int streamId, TtrpcCode code, String message) {
        send(FrameEncoder.response(streamId, TtrpcStatus.of(code, message), null));
    }

    /// Sends a frame, or drops it with the connection.
    void send(ByteBuffer frame) {
        try {
            connection.send(frame);
        } catch (TtrpcException _) {
            // Nobody is left to read it; the end of the connection cancels its calls.
        }
    }

    void awaitWritable() throws InterruptedException {
        connection.awaitWritable(Long.MAX_VALUE);
    }

    Inbox newInbox() {
        return new Inbox(connection, server.timer());
    }

    Timer timer() {
        return server.timer();
    }

    void startThread(ServerCall call) {
        server.callThreads().newThread(call).start();
    }

    TtrpcStatus statusOf(Throwable thrown, ServerCall call) {
        return server.statusOf(thrown, call);
    }

    void runQuietly(Runnable task, ServerCall call) {
        try {
            task.run();
        } catch (Throwable t) {
            server.failures()
                    .failed("ttrpc: cancellation of " + call.service() + "/" + call.method(), t);
        }
    }

    /// Notes that a handler has ended; before its answer, so that who gets that may call again at
    /// once.
    void handlerEnded() {
        running.decrementAndGet();
    }

    void ended(int streamId, ServerCall call) {
        if (calls.remove(streamId, call) && isDraining && calls.isEmpty()) {
            connection.closeWhenWritten();
        }
    }

    /// Takes no more requests, and closes when the last call has ended.
    void drain() {
        isDraining = true;
        if (calls.isEmpty()) {
            connection.closeWhenWritten();
        }
    }

    void close() {
        connection.close(null);
    }

    @Override
    public void inputEnded() {
        drain();
        if (!calls.isEmpty()) {
            var _ = server.timer().schedule(new Cut(this), HALF_CLOSED_NANOS);
        }
    }

    private record Cut(ServerConnection connection) implements Runnable {
        @Override
        public void run() {
            connection.close();
        }
    }

    @Override
    public void closed(@Nullable IOException cause) {
        for (ServerCall call : calls.values()) {
            call.cancel(TtrpcCode.CANCELLED, "connection is gone");
        }
        server.closed(this);
    }
}
