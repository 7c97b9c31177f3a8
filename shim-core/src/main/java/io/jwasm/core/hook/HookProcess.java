package io.jwasm.core.hook;

import io.jwasm.bundle.spec.Hook;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.process.ChildEnd;
import io.jwasm.linux.process.ChildProcess;
import io.jwasm.linux.process.Pidfd;
import io.jwasm.linux.process.SpawnRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One hook at work: it gets the container's state on its standard input, and what it writes is
/// kept for the message of its failure. Confined to the platform thread that runs it, whose
/// namespaces the hook inherits.
final class HookProcess implements AutoCloseable {

    private static final int SIGKILL = 9;
    private static final int CHUNK_BYTES = 4096;

    /// The most of a hook's output that a message of failure quotes.
    private static final int KEPT_BYTES = 4096;

    private static final int STDIN_SLOT = 0;
    private static final int OUTPUT_SLOT = 1;
    private static final int PROCESS_SLOT = 2;

    private final Hook hook;
    private final byte[] state;
    private final IoBuffer buffer = new IoBuffer(CHUNK_BYTES);
    private final Poll poll = new Poll(3);
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Pipe input;
    private final Pipe output;
    private int sent;

    HookProcess(Hook hook, byte[] state) throws ErrnoException {
        this.hook = hook;
        this.state = state;
        input = Descriptors.pipe(0);
        try {
            output = Descriptors.pipe(0);
        } catch (ErrnoException failure) {
            input.close();
            throw failure;
        }
    }

    /// Runs the hook to its end, or to the end of its time.
    ///
    /// @throws HookFailure when it ends with another status than 0, or does not end in time
    /// @throws ErrnoException when it cannot be started
    void run() throws HookFailure, ErrnoException {
        // Only our ends: the hook's are blocking, as a program expects of its streams.
        Descriptors.setStatusFlags(input.writeEnd(), OpenFlags.O_NONBLOCK);
        Descriptors.setStatusFlags(output.readEnd(), OpenFlags.O_NONBLOCK);
        try (Pidfd process = spawn()) {
            input.readEnd().close();
            output.writeEnd().close();
            boolean hasEnded = attend(process);
            if (!hasEnded) {
                process.sendSignal(SIGKILL);
                process.awaitExit(Poll.INFINITE);
            }
            ChildEnd end = process.reap().orElseGet(ChildEnd.Unknown::new);
            if (!hasEnded) {
                throw new HookFailure(
                        "took longer than its %d s%s"
                                .formatted(hook.timeoutSeconds(), lastWords()));
            }
            if (end.exitStatus() != 0) {
                throw new HookFailure(describe(end) + lastWords());
            }
        }
    }

    private Pidfd spawn() throws ErrnoException {
        List<String> arguments = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
        return ChildProcess.spawn(
                new SpawnRequest(
                        hook.path(),
                        arguments,
                        hook.env(),
                        Map.of(
                                0, input.readEnd(),
                                1, output.writeEnd(),
                                2, output.writeEnd()),
                        true));
    }

    /// Serves the streams until the process ends. A grandchild that keeps them open keeps nobody
    /// waiting.
    ///
    /// @return false when the time was over first
    private boolean attend(Pidfd process) throws ErrnoException {
        long deadline = deadline();
        poll.set(STDIN_SLOT, input.writeEnd().number(), Poll.POLLOUT);
        poll.set(OUTPUT_SLOT, output.readEnd().number(), Poll.POLLIN);
        poll.set(PROCESS_SLOT, process.number(), Poll.POLLIN);
        while (poll.await(3, left(deadline)) > 0) {
            if (poll.revents(STDIN_SLOT) != 0) {
                send();
            }
            if (poll.revents(OUTPUT_SLOT) != 0) {
                receive();
            }
            if (poll.revents(PROCESS_SLOT) != 0) {
                receive();
                return true;
            }
        }
        return false;
    }

    private long deadline() {
        Integer seconds = hook.timeoutSeconds();
        return seconds == null ? Long.MAX_VALUE : System.nanoTime() + nanos(seconds);
    }

    private static long nanos(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static long left(long deadline) {
        return deadline == Long.MAX_VALUE
                ? Poll.INFINITE
                : Math.max(0, deadline - System.nanoTime());
    }

    /// Sends what fits of the state, and the end of it. A hook that does not read it is right too.
    private void send() {
        long written = buffer.writeRaw(input.writeEnd().number(), state, sent, state.length - sent);
        sent += (int) Math.max(0, written);
        if (written <= 0 || sent == state.length) {
            poll.clear(STDIN_SLOT);
            input.writeEnd().close();
        }
    }

    private void receive() {
        byte[] chunk = new byte[CHUNK_BYTES];
        long count = buffer.readRaw(output.readEnd().number(), chunk, 0, chunk.length);
        while (count > 0) {
            kept.write(chunk, 0, (int) Math.min(count, KEPT_BYTES - kept.size()));
            count = buffer.readRaw(output.readEnd().number(), chunk, 0, chunk.length);
        }
        if (count == 0) {
            poll.clear(OUTPUT_SLOT);
        }
    }

    private static String describe(ChildEnd end) {
        return switch (end) {
            case ChildEnd.Exited(int code) -> "ended with exit status " + code;
            case ChildEnd.Signalled(int signal, boolean _) -> "was ended by signal " + signal;
            case ChildEnd.Unknown() -> "ended, nobody knows how";
        };
    }

    private String lastWords() {
        String text = kept.toString(StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    @Override
    public void close() {
        input.close();
        output.close();
        poll.close();
        buffer.close();
    }
}
