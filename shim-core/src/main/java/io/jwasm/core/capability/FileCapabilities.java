package io.jwasm.core.capability;

import java.util.List;

/// The files that a guest reaches: its root file system, and what lies over it. Immutable.
///
/// @param isRootReadOnly whether nothing in the root file system itself may be changed
/// @param mounts what lies over it, in order: a later one may lie on or below an earlier one
/// @param maskedPaths what is hidden: an empty directory or file is seen in its place
/// @param readOnlyPaths what may not be changed, whatever it lies on
public record FileCapabilities(
        boolean isRootReadOnly,
        List<MountCapability> mounts,
        List<String> maskedPaths,
        List<String> readOnlyPaths) {

    /// Copies the lists.
    public FileCapabilities {
        mounts = List.copyOf(mounts);
        maskedPaths = List.copyOf(maskedPaths);
        readOnlyPaths = List.copyOf(readOnlyPaths);
    }

    /// The directories that a guest is given descriptors of, at the most.
    ///
    /// @return the root and the mounts that are not withheld
    public int directories() {
        long mounted =
                mounts.stream().filter(m -> !(m instanceof MountCapability.Withheld)).count();
        return 1 + (int) mounted;
    }
}
