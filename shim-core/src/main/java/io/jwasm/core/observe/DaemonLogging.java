package io.jwasm.core.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// The daemon's log: a file that rotates, and containerd's own log through a bundle's FIFO.
/// Thread-safe.
///
/// Set up in code: an XML configuration costs more than the rest of the start.
public final class DaemonLogging {

    private static final int OLD_FILES = 3;
    private static final FileSize FILE_SIZE = new FileSize(10 * FileSize.MB_COEFFICIENT);

    /// What gRPC's libraries have to tell: at debug level the bytes of each frame, which may hold
    /// secrets; and at each connection that a unix socket has no keep-alive of TCP.
    private static final Map<String, Level> FIXED_LEVELS =
            Map.of(
                    "io.netty",
                    Level.WARN,
                    "io.netty.bootstrap",
                    Level.ERROR,
                    "io.grpc",
                    Level.WARN);

    private final LogFifo fifo;

    private DaemonLogging(LogFifo fifo) {
        this.fifo = fifo;
    }

    /// Starts to log.
    ///
    /// @param file the log file; its directory exists
    /// @param isDebug whether debug messages are logged too
    /// @return the log
    public static DaemonLogging start(Path file, boolean isDebug) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        LogLine layout = new LogLine();
        layout.setContext(context);
        layout.start();
        root.addAppender(rollingFile(context, layout, file.toString()));
        LogFifo fifo = new LogFifo(layout);
        fifo.setContext(context);
        fifo.start();
        root.addAppender(fifo);
        root.setLevel(isDebug ? Level.DEBUG : Level.INFO);
        FIXED_LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        return new DaemonLogging(fifo);
    }

    /// Changes the least of what is logged, unless debug messages are.
    ///
    /// @param name the level's name, such as `WARN`
    public void level(String name) {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getLevel() != Level.DEBUG) {
            root.setLevel(Level.valueOf(name));
        }
    }

    /// Offers a bundle's FIFO to log to; taken when there is none at work.
    ///
    /// @param bundle the bundle's directory
    public void offerBundle(Path bundle) {
        fifo.offer(bundle);
    }

    /// Lets go of the FIFO of a container that was deleted.
    ///
    /// @param container its id
    public void releaseBundle(String container) {
        fifo.release(container);
    }

    private static RollingFileAppender<ILoggingEvent> rollingFile(
            LoggerContext context, LogLine layout, String file) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file);
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(OLD_FILES);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FILE_SIZE);
        trigger.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        return appender;
    }
}
