package io.jwasm.linux.process;

import io.jwasm.linux.fs.HostFd;
import java.util.List;
import java.util.Map;

/// What to execute as a child, and how.
///
/// @param file the executable's path; `PATH` is not searched
/// @param arguments `argv`, the program's name for itself first
/// @param environment `NAME=value` each; nothing is inherited
/// @param descriptors which of our descriptors the child gets, by the child's number; they stay
///   ours. 0, 1 and 2 are inherited when not named
/// @param leadsSession whether the child starts a session of its own
public record SpawnRequest(
        String file,
        List<String> arguments,
        List<String> environment,
        Map<Integer, HostFd> descriptors,
        boolean leadsSession) {

    /// Copies the collections.
    public SpawnRequest {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        descriptors = Map.copyOf(descriptors);
    }
}
