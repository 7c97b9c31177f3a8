package io.jwasm.core.capability;

import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestNetwork;

/// All that one container is granted. Immutable.
///
/// @param program what its guest is told: arguments, environment, working directory
/// @param user whom the kernel takes it for when it uses files
/// @param files the files that it reaches
/// @param network the network that it reaches
/// @param limits the most that it may take
public record GuestCapabilities(
        ProgramCapability program,
        UserCapability user,
        FileCapabilities files,
        GuestNetwork network,
        GuestLimits limits) {

    /// Checks the parts against each other.
    public GuestCapabilities {
        int needed = GuestLimits.MIN_DESCRIPTORS + files.directories();
        if (limits.descriptors() < needed) {
            throw new IllegalArgumentException(
                    "%d descriptors are too few: the standard streams and the granted directories take %d"
                            .formatted(limits.descriptors(), needed - 1));
        }
    }
}
