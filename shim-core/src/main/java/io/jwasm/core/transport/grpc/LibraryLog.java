package io.jwasm.core.transport.grpc;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// Leads what gRPC's library tells `java.util.logging`, which would write it to standard error,
/// into the daemon's log. Thread-safe.
final class LibraryLog extends Handler {

    /// Held for good: `java.util.logging` forgets what nobody holds.
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    private LibraryLog() {}

    static void redirect() {
        if (LIBRARY.getUseParentHandlers()) {
            LIBRARY.setUseParentHandlers(false);
            LIBRARY.addHandler(new LibraryLog());
        }
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            LoggerFactory.getLogger(line.getLoggerName()).warn(line.getMessage(), line.getThrown());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
