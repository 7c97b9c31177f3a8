package io.jwasm.core.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// One event as one line of `key=value`, in the manner of containerd's own log, into which it goes;
/// a stack trace follows on lines of its own.
final class LogLine extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append("time=\"").append(Instant.ofEpochMilli(event.getTimeStamp()));
        line.append("\" level=").append(event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.append(" msg=");
        quote(line, String.valueOf(event.getFormattedMessage()));
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            line.append(' ').append(entry.getKey()).append('=');
            quote(line, entry.getValue());
        }
        line.append(" source=").append(simpleName(event.getLoggerName())).append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(ThrowableProxyUtil.asString(failure));
        }
        return line.toString();
    }

    /// Control characters are escaped, so that no message can forge a line.
    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\x").append(String.format("%02x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
