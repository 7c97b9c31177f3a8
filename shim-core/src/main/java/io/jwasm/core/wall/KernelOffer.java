package io.jwasm.core.wall;

import io.jwasm.linux.landlock.Landlock;
import io.jwasm.linux.seccomp.SeccompFilter;

/// What of the walls this kernel has.
///
/// @param landlockVersion the version of Landlock's interface, 0 when there is none
/// @param hasSeccomp whether it has filters of system calls
public record KernelOffer(int landlockVersion, boolean hasSeccomp) {

    /// Asks the kernel.
    ///
    /// @return what it has
    public static KernelOffer detect() {
        return new KernelOffer(Landlock.version(), SeccompFilter.isAvailable());
    }

    /// In words, for the log.
    @Override
    public String toString() {
        return "%s, %s"
                .formatted(
                        landlockVersion == 0 ? "no Landlock" : landlock(),
                        hasSeccomp ? "seccomp" : "no seccomp");
    }

    private String landlock() {
        return "Landlock %d (files%s%s)"
                .formatted(
                        landlockVersion,
                        Landlock.hasNet(landlockVersion) ? ", TCP" : "",
                        Landlock.hasScope(landlockVersion) ? ", abstract sockets" : "");
    }
}
