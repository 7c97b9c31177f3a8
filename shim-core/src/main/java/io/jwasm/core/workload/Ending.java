package io.jwasm.core.workload;

/// How a run ended.
public sealed interface Ending {

    /// By itself.
    ///
    /// @param code the exit code, 0 to 255
    record Exited(int code) implements Ending {}

    /// It was refused memory and failed of it.
    record OutOfMemory() implements Ending {}

    /// [Workload#stop] ended it.
    record Stopped() implements Ending {}
}
