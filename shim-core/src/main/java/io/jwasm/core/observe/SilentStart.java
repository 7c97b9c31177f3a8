package io.jwasm.core.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/// Keeps Logback from looking for XML files and from writing to standard output, which belongs to
/// the bootstrap protocol and to guests: nothing is logged until [DaemonLogging#start].
///
/// Found by Logback through `META-INF/services`.
public final class SilentStart extends ContextAwareBase implements Configurator {

    /// Created by Logback.
    public SilentStart() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
