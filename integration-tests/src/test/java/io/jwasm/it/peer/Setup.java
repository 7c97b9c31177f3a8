package io.jwasm.it.peer;

import java.nio.file.Path;
import java.util.List;

/// How a containerd is to be set up.
///
/// @param release which containerd
/// @param shims folders that come first on its search path
/// @param isCri whether the CRI plugin is on
/// @param hasOwnNetwork whether it runs in a network namespace of its own, loopback alone
public record Setup(Release release, List<Path> shims, boolean isCri, boolean hasOwnNetwork) {
    /// Copies the folders.
    public Setup {
        shims = List.copyOf(shims);
    }

    /// A containerd without CRI in the network of the tests.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup plain(Release release, Path... shims) {
        return new Setup(release, List.of(shims), false, false);
    }

    /// A containerd with CRI in a network of its own: a pod on the host's network is on that one.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup cri(Release release, Path... shims) {
        return new Setup(release, List.of(shims), true, true);
    }

    /// A containerd for a dockerd, in a network of its own.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup docker(Release release, Path... shims) {
        return new Setup(release, List.of(shims), false, true);
    }
}
