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
/// @param network which network it reaches
/// @param limits the most that it may take
public record GuestConfig(
        String name,
        List<String> args,
        List<String> env,
        List<Grant> grants,
        GuestStdio stdio,
        String function,
        GuestNetwork network,
        GuestLimits limits) {

    /// Copies the lists.
    public GuestConfig {
        args = List.copyOf(args);
        env = List.copyOf(env);
        grants = List.copyOf(grants);
    }

    /// Gives a guest the network of its thread and the default limits but for memory.
    ///
    /// @param name what it is called in messages
    /// @param args its arguments
    /// @param env its environment
    /// @param grants what it may reach
    /// @param stdio its standard streams
    /// @param function the exported function to call
    /// @param memoryLimitBytes the most memory
    public GuestConfig(
            String name,
            List<String> args,
            List<String> env,
            List<Grant> grants,
            GuestStdio stdio,
            String function,
            long memoryLimitBytes) {
        this(
                name,
                args,
                env,
                grants,
                stdio,
                function,
                GuestNetwork.NAMESPACE,
                GuestLimits.ofMemory(memoryLimitBytes));
    }

    /// The most that its linear memories, its tables and what the host keeps for it may take
    /// together.
    ///
    /// @return in bytes
    public long memoryLimitBytes() {
        return limits.memoryBytes();
    }
}
