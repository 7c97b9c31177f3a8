package io.jwasm.wasi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a guest ended.
public sealed interface GuestExit {

    /// It returned from its function or called `proc_exit`.
    ///
    /// @param code the exit code, as an unsigned byte is reported to the parent on Linux
    record Exited(int code) implements GuestExit {}

    /// It trapped: what the specification calls a trap, or a fault of the host on its behalf.
    ///
    /// @param kind the kind in a few words: `unreachable`, `out of bounds memory access`, …
    /// @param message the whole message for people
    /// @param stack the guest's functions, innermost first, as far as known
    /// @param cause what the host did wrong, to be logged; null when the guest itself is at fault
    record Trapped(String kind, String message, List<String> stack, @Nullable Throwable cause)
            implements GuestExit {

        /// Copies the stack.
        public Trapped {
            stack = List.copyOf(stack);
        }
    }

    /// It was refused memory and ended because of it.
    ///
    /// @param message the limit and what was asked
    record OutOfMemory(String message) implements GuestExit {}

    /// [Guest#stop] ended it.
    record Stopped() implements GuestExit {}
}
