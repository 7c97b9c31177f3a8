package io.jwasm.core.bootstrap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the stacks of all platform threads to the log on SIGUSR1, as containerd's own shims do.
final class ThreadDumps {

    private static final Logger log = LoggerFactory.getLogger(ThreadDumps.class);

    private ThreadDumps() {}

    /// Installs the handler.
    ///
    /// `sun.misc.Signal` is the only way to a signal handler in Java. It is reached by reflection,
    /// because javac's warning about it cannot be suppressed.
    static void onSigusr1() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal =
                    (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            log.info("threads on SIGUSR1:\n{}", dump());
                        }
                        return null;
                    };
            Object proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("USR1"), proxy);
        } catch (ReflectiveOperationException failure) {
            log.warn("no thread dumps on SIGUSR1: module jdk.unsupported is missing", failure);
        }
    }

    private static String dump() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            text.append('"').append(thread.getName()).append("\" ").append(thread.getState());
            text.append('\n');
            for (StackTraceElement frame : entry.getValue()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.toString();
    }
}
