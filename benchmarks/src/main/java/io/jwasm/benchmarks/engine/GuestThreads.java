package io.jwasm.benchmarks.engine;

import io.jwasm.wasi.engine.control.GuestThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Gives JMH threads like those that guests run on.
public final class GuestThreads extends ThreadPoolExecutor {

    /// Creates the pool as JMH asks for it.
    ///
    /// @param threads how many threads
    /// @param name what they are called
    public GuestThreads(int threads, String name) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                body -> new GuestThread(body, name));
    }
}
