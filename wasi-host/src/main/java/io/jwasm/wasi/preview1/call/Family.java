package io.jwasm.wasi.preview1;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import java.util.List;

/// Some functions that belong together.
interface Family {

    /// Finds the functions of a name; two of them differ in their parameters.
    List<Offer> find(String name);

    /// A function.
    ///
    /// @param parameters one letter for each: `i` for an i32, `I` for an i64
    /// @param call what it does
    record Offer(String parameters, Call call) {}

    /// What a function does: it answers with an error number. It may throw
    /// [io.jwasm.wasi.host.GuestFault], which becomes [Errno#FAULT].
    @FunctionalInterface
    interface Call {
        Errno call(GuestMemory memory, long[] args);
    }

    /// What [#find] answers for a name that is the family's.
    static List<Offer> offer(String parameters, Call call) {
        return List.of(new Offer(parameters, call));
    }
}
