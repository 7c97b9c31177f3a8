package io.jwasm.core.observe;

import static io.jwasm.linux.OpenFlags.O_NONBLOCK;
import static io.jwasm.linux.OpenFlags.O_WRONLY;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.io.IoBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes to the FIFO `log` of a bundle, from where containerd copies it to its own log.
///
/// One bundle's at a time, until its container is deleted; a later bundle's takes over then. Nobody
/// waits for containerd: what does not fit into the FIFO is dropped here, the log file has it.
/// Thread-safe: Logback calls [#append] in turn.
final class LogFifo extends AppenderBase<ILoggingEvent> {

    private static final int BUFFER_BYTES = 4096; // PIPE_BUF: written in one piece or not at all

    private final Layout<ILoggingEvent> layout;
    private final IoBuffer buffer = new IoBuffer(BUFFER_BYTES);
    private @Nullable HostFd fifo;

    /// The name of the directory that it is in, which is the container's.
    private String owner = "";

    LogFifo(Layout<ILoggingEvent> layout) {
        this.layout = layout;
    }

    /// Takes a bundle's FIFO when there is none at work.
    ///
    /// @param bundle the bundle's directory
    synchronized void offer(Path bundle) {
        if (fifo != null) {
            return;
        }
        String path = bundle.resolve("log").toString();
        try {
            if (Fifo.isFifo(path)) {
                fifo = Descriptors.open(path, O_WRONLY | O_NONBLOCK, 0);
                owner = String.valueOf(bundle.getFileName());
            }
        } catch (ErrnoException _) {
            // Not there, or containerd does not read it: the log file has everything.
        }
    }

    /// Lets go of a container's FIFO, if it is the one at work.
    ///
    /// @param container the name of its bundle's directory
    synchronized void release(String container) {
        if (fifo != null && owner.equals(container)) {
            close();
        }
    }

    private void close() {
        if (fifo != null) {
            fifo.close();
            fifo = null;
        }
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        if (fifo == null) {
            return;
        }
        byte[] line = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        long result = buffer.writeRaw(fifo.number(), line, 0, line.length);
        if (result == -Errno.EPIPE) {
            close();
        }
    }
}
