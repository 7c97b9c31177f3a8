package io.jwasm.ttrpc.client;

import com.google.protobuf.MessageLite;
import io.jwasm.ttrpc.MessageSink;
import io.jwasm.ttrpc.MessageSource;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.transport.Inbox;
import io.jwasm.ttrpc.wire.Frame;
import io.jwasm.ttrpc.wire.FrameEncoder;
import io.jwasm.ttrpc.wire.Payload;
import io.jwasm.ttrpc.wire.ResponseEnvelope;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A streaming call. One thread may send while another receives. Close it when no more responses
/// are wanted; the protocol has no way to tell the server so, except by the end of the client's own
/// stream and the call's timeout.
///
/// @param <Q> the requests
/// @param <R> the responses
public final class ClientStream<Q extends MessageLite, R extends MessageLite>
        implements MessageSink<Q>, MessageSource<R>, AutoCloseable {

    private final Channel channel;
    private final RpcMethod<R> method;
    private final Deadline deadline;
    private final Inbox inbox;
    private final Incoming incoming;
    private final AtomicBoolean isSending;
    private final int streamId;

    ClientStream(Channel channel, RpcMethod<R> method, CallOptions options, Request request)
            throws InterruptedException {
        this.channel = channel;
        this.method = method;
        this.deadline = Deadline.of(options);
        this.inbox = channel.newInbox();
        this.incoming = new Incoming(inbox);
        this.isSending = new AtomicBoolean(request.isOpen);
        int flags = request.isOpen ? Frame.REMOTE_OPEN : Frame.REMOTE_CLOSED;
        this.streamId =
                channel.open(
                        new Channel.Opening(method, options, flags, request.message),
                        deadline,
                        incoming);
    }

    /// What the request frame holds: whether data follows, and a message if not.
    record Request(boolean isOpen, @Nullable MessageLite message) {}

    /// Puts what comes into the inbox.
    private static final class Incoming implements PendingStream {

        private final Inbox inbox;
        private volatile boolean hasResponse;

        Incoming(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public void response(ResponseEnvelope response) {
            if (!response.status().isOk()) {
                inbox.endWith(new TtrpcException(response.status()));
                return;
            }
            // Without a message it only ends a stream of responses, or is the empty message that
            // finish() waits for.
            hasResponse = true;
            if (response.payload().length() > 0) {
                inbox.add(response.payload());
            }
            inbox.end();
        }

        @Override
        public void data(int flags, byte[] data) {
            if ((flags & Frame.NO_DATA) == 0) {
                inbox.add(Payload.of(data));
            }
            if ((flags & Frame.REMOTE_CLOSED) != 0) {
                inbox.end();
            }
        }

        @Override
        public void failed(TtrpcException cause) {
            inbox.endWith(cause);
        }
    }

    @Override
    public void send(Q message) throws InterruptedException {
        if (!isSending.get()) {
            throw new TtrpcException(
                    TtrpcCode.FAILED_PRECONDITION,
                    "this side of the stream of " + method + " has ended");
        }
        channel.awaitWritable(method, deadline);
        channel.send(FrameEncoder.data(streamId, message));
    }

    /// Ends this side of the stream. Does nothing if it has ended.
    public void endSending() {
        if (isSending.compareAndSet(true, false)) {
            channel.send(FrameEncoder.endOfData(streamId));
        }
    }

    @Override
    public @Nullable R receive() throws InterruptedException {
        Payload next = inbox.take(deadline.leftNanos());
        return next == null ? null : TtrpcClient.parse(next, method);
    }

    /// Ends this side of the stream and waits for the only response: for methods whose server does
    /// not stream.
    ///
    /// @return the response
    /// @throws InterruptedException if this thread is interrupted
    /// @throws TtrpcException if the call failed
    public R finish() throws InterruptedException {
        endSending();
        R response = receive();
        if (response != null) {
            return response;
        }
        if (!incoming.hasResponse) {
            throw new TtrpcException(
                    TtrpcCode.INTERNAL, "server ended " + method + " without a response");
        }
        return TtrpcClient.parse(Payload.EMPTY, method);
    }

    /// Gives up on responses that have not come, and ends this side of the stream.
    @Override
    public void close() {
        channel.forget(streamId);
        inbox.fail(new TtrpcException(TtrpcCode.CANCELLED, "stream is closed"));
        try {
            endSending();
        } catch (TtrpcException _) {
            // The connection is gone, and the stream with it.
        }
    }
}
