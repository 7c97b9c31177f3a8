package io.jwasm.wasi.preview1.call;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;
import java.util.List;

/// Some functions that belong together.
public interface Family {

    /// Finds the functions of a name; two of them differ in their parameters.
    ///
    /// @param name the name
    /// @return none when the name is not the family's
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
        /// Does it.
        ///
        /// @param memory the guest's memory
        /// @param args the arguments, an i32 in the low half
        /// @return the guest's answer
        Errno call(GuestMemory memory, long[] args);
    }

    /// What [#find] answers for a name that is the family's.
    ///
    /// @param parameters one letter for each: `i` for an i32, `I` for an i64
    /// @param call what the function does
    /// @return the one function
    static List<Offer> offer(String parameters, Call call) {
        return List.of(new Offer(parameters, call));
    }
}
