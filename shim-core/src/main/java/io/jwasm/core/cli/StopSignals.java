package io.jwasm.core.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Takes the signals that ask this process to end, and hands them to the guest instead: this
/// process then ends as the guest does, and clears everything away. Thread-safe.
///
/// A signal that comes before there is a guest is kept for it. The second one kills.
final class StopSignals {

    /// signal(7): the same numbers on all architectures that jwasm runs on.
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private static final int SIGKILL = 9;

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<@Nullable IntConsumer> guest = new AtomicReference<>();
    private final AtomicInteger count = new AtomicInteger();

    /// Made by [#take], and by tests that have no signals.
    StopSignals() {}

    /// Takes the signals from now on. One that this process was started to ignore, as by nohup(1),
    /// stays ignored.
    static StopSignals take() throws CommandFailure {
        StopSignals signals = new StopSignals();
        try {
            for (String name : NUMBERS.keySet()) {
                signals.take(name);
            }
        } catch (ReflectiveOperationException cause) {
            throw new CommandFailure("this Java runtime has no module jdk.unsupported", cause);
        }
        return signals;
    }

    /// `sun.misc.Signal` is the only way to a signal handler in Java. It is reached by reflection,
    /// because javac's warning about it cannot be suppressed.
    private void take(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler onCall =
                (proxy, method, _) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                received(NUMBERS.getOrDefault(name, SIGKILL));
                                yield null;
                            }
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> "stop signals";
                            default -> false;
                        };
        Object ours =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onCall);
        Object number = signal.getConstructor(String.class).newInstance(name);
        Object before = signal.getMethod("handle", signal, handler).invoke(null, number, ours);
        if (before != null && before.equals(handler.getField("SIG_IGN").get(null))) {
            signal.getMethod("handle", signal, handler).invoke(null, number, before);
        }
    }

    /// Takes note of a signal.
    void received(int number) {
        pending.set(count.incrementAndGet() > 1 ? SIGKILL : number);
        deliver();
    }

    /// Hands signals to a guest that runs by now.
    ///
    /// @param kill sends the guest a signal
    void handTo(IntConsumer kill) {
        guest.set(kill);
        deliver();
    }

    private void deliver() {
        IntConsumer kill = guest.get();
        if (kill != null) {
            int number = pending.getAndSet(0);
            if (number != 0) {
                kill.accept(number);
            }
        }
    }
}
