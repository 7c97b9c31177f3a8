package io.jwasm.it.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a containerd is to be set up.
///
/// @param release which containerd
/// @param shims folders that come first on its search path
/// @param isCri whether the CRI plugin is on
/// @param hasOwnNetwork whether it runs in a network namespace of its own, loopback alone
/// @param environment what its environment, hence the shim's, holds besides
public record Setup(
        Release release,
        List<Path> shims,
        boolean isCri,
        boolean hasOwnNetwork,
        Map<String, String> environment) {
    /// Copies the folders and the environment.
    public Setup {
        shims = List.copyOf(shims);
        environment = Map.copyOf(environment);
    }

    /// A containerd without CRI in the network of the tests.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup plain(Release release, Path... shims) {
        return new Setup(release, List.of(shims), false, false, Map.of());
    }

    /// A containerd with CRI in a network of its own: a pod on the host's network is on that one.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup cri(Release release, Path... shims) {
        return new Setup(release, List.of(shims), true, true, Map.of());
    }

    /// A containerd for a dockerd, in a network of its own.
    ///
    /// @param release which containerd
    /// @param shims folders that come first on its search path
    /// @return the set-up
    public static Setup docker(Release release, Path... shims) {
        return new Setup(release, List.of(shims), false, true, Map.of());
    }

    /// The same with a variable.
    ///
    /// @param name its name
    /// @param value its value
    /// @return the set-up, with no other variables
    public Setup with(String name, String value) {
        return new Setup(release, shims, isCri, hasOwnNetwork, Map.of(name, value));
    }
}
