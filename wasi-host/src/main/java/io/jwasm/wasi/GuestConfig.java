package io.jwasm.wasi;

import java.util.List;

/// All that a guest is given; what is not in here it does not have.
///
/// @param name what the guest is called in messages, such as the path of its module in the image
/// @param args its arguments, args[0] first
/// @param env its environment, each `NAME=value`
/// @param grants the directories and files it may reach, in the order of their mounts
/// @param stdio its standard streams
/// @param function the exported function to call, `_start` for a WASI command
/// @param memoryLimitBytes the most that its linear memories, its tables and the host's buffers for
///   it may take together, in bytes
public record GuestConfig(
        String name,
        List<String> args,
        List<String> env,
        List<Grant> grants,
        GuestStdio stdio,
        String function,
        long memoryLimitBytes) {

    /// Copies the lists.
    public GuestConfig {
        args = List.copyOf(args);
        env = List.copyOf(env);
        grants = List.copyOf(grants);
        if (memoryLimitBytes <= 0) {
            throw new IllegalArgumentException("memory limit must be positive");
        }
    }
}
