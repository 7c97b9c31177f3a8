package io.jwasm.core.workload;

import io.jwasm.api.task.ContainerId;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Poll;
import io.jwasm.wasi.GuestExit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells why a guest ended that did not end by itself: on the container's standard error, where its
/// user looks, and in the daemon's log. Confined to the container's thread.
final class GuestReport {

    private static final Logger log = LoggerFactory.getLogger(GuestReport.class);

    /// How long a reader may take to make room for a report; a slow one loses it, the log has it.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HostFd stderr;
    private final Executor news;

    /// Creates the reporter.
    ///
    /// @param stderr the container's standard error
    /// @param news runs what may wake other threads
    GuestReport(HostFd stderr, Executor news) {
        this.stderr = stderr;
        this.news = news;
    }

    void trap(ContainerId id, GuestExit.Trapped trap) {
        StringBuilder text = new StringBuilder("jwasm: trap: ").append(trap.message()).append('\n');
        for (String function : trap.stack()) {
            text.append("    at ").append(function).append('\n');
        }
        write(text.toString());
        news.execute(() -> {
            if (trap.cause() == null) {
                log.info(
                        "container \"{}\" trapped: {}; called by: {}",
                        id,
                        trap.message(),
                        callers(trap.stack()));
            } else {
                log.error("container \"{}\": the host failed its guest", id, trap.cause());
            }
        });
    }

    private static String callers(List<String> stack) {
        return stack.size() < 2 ? "none" : String.join(", ", stack.subList(1, stack.size()));
    }

    void outOfMemory(ContainerId id, String message) {
        write("jwasm: out of memory: " + message + "\n");
        news.execute(() -> log.info("container \"{}\" is out of memory: {}", id, message));
    }

    /// Tells why the guest was not run at all.
    void notRun(ContainerId id, RuntimeException cause) {
        write("jwasm: " + cause.getMessage() + "\n");
        news.execute(() -> log.warn("container \"{}\" was not run: {}", id, cause.getMessage()));
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (IoBuffer buffer = new IoBuffer(bytes.length);
                Poll poll = new Poll(1)) {
            poll.set(0, stderr.number(), Poll.POLLOUT);
            int written = 0;
            while (written < bytes.length && poll.await(1, PATIENCE_NANOS) > 0) {
                written += buffer.write(stderr, bytes, written, bytes.length - written);
            }
        } catch (ErrnoException failure) {
            news.execute(() -> log.debug("a report did not reach its container", failure));
        }
    }
}
