package io.jwasm.bundle.spec;

import org.jspecify.annotations.Nullable;

/// Limits of a container,
/// [resources](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups).
/// A value that is null was not given: Create takes the default then, Update leaves what is.
///
/// @param memory limits of memory
/// @param cpu shares of the processors
/// @param pidsLimit the most tasks, 0 or less for no limit, or null
public record ResourcesSpec(Memory memory, Cpu cpu, @Nullable Long pidsLimit) {

    /// Nothing given.
    public static final ResourcesSpec NONE =
            new ResourcesSpec(
                    new Memory(null, null, null), new Cpu(null, null, null, null, "", ""), null);

    /// Limits of memory, in bytes; −1 is no limit.
    ///
    /// @param limit the most memory, or null
    /// @param reservation the soft limit, or null
    /// @param swap the most memory and swap together, or null
    public record Memory(@Nullable Long limit, @Nullable Long reservation, @Nullable Long swap) {}

    /// Shares of the processors.
    ///
    /// @param shares the weight against other containers, 1024 being usual, or null
    /// @param quotaMicros the run time in each period, −1 for no limit, or null
    /// @param periodMicros the period that the quota counts in, or null
    /// @param burstMicros how far unused quota may be saved, or null
    /// @param cpus the processors to run on, such as `0-1,3`, or empty for all
    /// @param mems the memory nodes to use, or empty for all
    public record Cpu(
            @Nullable Long shares,
            @Nullable Long quotaMicros,
            @Nullable Long periodMicros,
            @Nullable Long burstMicros,
            String cpus,
            String mems) {}
}
