package io.jwasm.ttrpc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.jwasm.ttrpc.Metadata;
import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import io.jwasm.ttrpc.TtrpcStatus;
import io.jwasm.ttrpc.transport.Inbox;
import io.jwasm.ttrpc.wire.FrameEncoder;
import io.jwasm.ttrpc.wire.RequestEnvelope;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One call from its request to the end of its handler: the thread's body and the handler's view of
/// it. Thread-safe.
final class ServerCall implements Runnable, CallContext {

    private final ServerConnection connection;
    private final int streamId;
    private final RequestEnvelope request;
    private final Method method;
    private final @Nullable Inbox inbox;
    private final long startNanos = System.nanoTime();

    /// The handler's thread while it may be interrupted.
    @GuardedBy("this")
    private @Nullable Thread interruptible;

    @GuardedBy("this")
    private boolean isAnswered;

    @GuardedBy("this")
    private boolean isCancelled;

    @GuardedBy("this")
    private boolean hasEnded;

    /// Whether the handler counts among those that run.
    @GuardedBy("this")
    private boolean isCounted = true;

    @GuardedBy("this")
    private @Nullable List<Runnable> onCancel;

    @GuardedBy("this")
    private @Nullable Future<?> expiry;

    ServerCall(ServerConnection connection, int streamId, RequestEnvelope request, Method method) {
        this.connection = connection;
        this.streamId = streamId;
        this.request = request;
        this.method = method;
        this.inbox = method.takesStream() ? connection.newInbox() : null;
    }

    /// Starts the call's clock and thread.
    void start() {
        if (request.timeoutNanos() > 0) {
            synchronized (this) {
                expiry = connection.timer().schedule(new Expiry(this), request.timeoutNanos());
            }
        }
        try {
            connection.startThread(this);
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e);
            end();
        }
    }

    private record Expiry(ServerCall call) implements Runnable {
        @Override
        public void run() {
            call.expire();
        }
    }

    @Override
    public void run() {
        try {
            if (handlerMayRun()) {
                method.serve(this);
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            end();
        }
    }

    private synchronized boolean handlerMayRun() {
        if (method.isInterruptible()) {
            interruptible = Thread.currentThread();
        }
        return !isCancelled;
    }

    private void handlerEnded() {
        synchronized (this) {
            if (!isCounted) {
                return;
            }
            isCounted = false;
        }
        connection.handlerEnded();
    }

    private void fail(Throwable thrown) {
        handlerEnded();
        boolean isUnheard;
        synchronized (this) {
            isUnheard = isAnswered;
        }
        if (isUnheard && (method.isInterruptible() || thrown instanceof TtrpcException)) {
            // Nobody waits for it, and being interrupted explains it.
            return;
        }
        answer(connection.statusOf(thrown, this), null);
    }

    private void end() {
        handlerEnded();
        Future<?> timeout;
        synchronized (this) {
            hasEnded = true;
            interruptible = null;
            onCancel = null;
            timeout = expiry;
        }
        if (timeout != null) {
            timeout.cancel(false);
        }
        connection.ended(streamId, this);
    }

    /// Answers that the time is over; the handler is told and goes on to its own end.
    private void expire() {
        answer(
                TtrpcStatus.of(
                        TtrpcCode.DEADLINE_EXCEEDED, "time for " + request.method() + " is over"),
                null);
        cancel(TtrpcCode.DEADLINE_EXCEEDED, "time is over");
    }

    /// Tells the handler that nobody waits for it.
    void cancel(TtrpcCode code, String reason) {
        List<Runnable> tasks;
        synchronized (this) {
            if (isCancelled || hasEnded) {
                return;
            }
            isCancelled = true;
            isAnswered = true;
            tasks = onCancel == null ? List.of() : onCancel;
            onCancel = null;
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
        if (inbox != null) {
            inbox.fail(new TtrpcException(code, reason));
        }
        for (int i = 0; i < tasks.size(); i++) {
            connection.runQuietly(tasks.get(i), this);
        }
    }

    <Q extends MessageLite> Q request(Parser<Q> parser) {
        return RequestSource.parse(request.payload(), parser);
    }

    /// Sends the only response; does nothing if the caller has its answer.
    void answer(MessageLite response) {
        handlerEnded();
        answer(TtrpcStatus.OK, Objects.requireNonNull(response, "handler returned null"));
    }

    private void answer(TtrpcStatus status, @Nullable MessageLite response) {
        ByteBuffer frame;
        try {
            frame = FrameEncoder.response(streamId, status, response);
        } catch (TtrpcException tooLarge) {
            frame = FrameEncoder.response(streamId, tooLarge.status(), null);
        }
        sendLast(frame);
    }

    /// Ends the stream of responses.
    void endStream() {
        handlerEnded();
        sendLast(FrameEncoder.endOfData(streamId));
    }

    private void sendLast(ByteBuffer frame) {
        synchronized (this) {
            if (isAnswered) {
                return;
            }
            isAnswered = true;
        }
        connection.send(frame);
    }

    void sendData(MessageLite message) throws InterruptedException {
        ByteBuffer frame = FrameEncoder.data(streamId, message);
        synchronized (this) {
            if (isAnswered) {
                throw new TtrpcException(TtrpcCode.CANCELLED, "the call is over");
            }
            // Inside the monitor, so that no data frame comes after the last frame of an expiry.
            connection.send(frame);
        }
        connection.awaitWritable();
    }

    Inbox inbox() {
        return Objects.requireNonNull(inbox);
    }

    @Nullable Inbox inboxIfAny() {
        return inbox;
    }

    /// Takes the request's own message and flags into the inbox of a method with a stream of
    /// requests.
    void openInbox(boolean isRequestOpen) {
        if (inbox == null) {
            return;
        }
        // A client may put a first message into the request itself; one that says nothing else
        // sends only that.
        if (request.payload().length() > 0) {
            inbox.add(request.payload());
        }
        if (!isRequestOpen) {
            inbox.end();
        }
    }

    @Override
    public String service() {
        return request.service();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public Metadata metadata() {
        return request.metadata();
    }

    @Override
    public Optional<Duration> remaining() {
        if (request.timeoutNanos() == 0) {
            return Optional.empty();
        }
        long left = request.timeoutNanos() - (System.nanoTime() - startNanos);
        return Optional.of(Duration.ofNanos(Math.max(0, left)));
    }

    @Override
    public synchronized boolean isCancelled() {
        return isCancelled;
    }

    @Override
    public void onCancel(Runnable task) {
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            if (!isCancelled) {
                if (onCancel == null) {
                    onCancel = new ArrayList<>(1);
                }
                onCancel.add(task);
                return;
            }
        }
        task.run();
    }
}
