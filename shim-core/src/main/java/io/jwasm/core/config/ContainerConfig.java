package io.jwasm.core.config;

import io.jwasm.core.wall.WallConfig;
import io.jwasm.wasi.GuestNetwork;

/// How a container is run. Immutable.
///
/// @param network what its guest's sockets reach
/// @param memory what its guest may hold
/// @param walls what the kernel is to keep its guest's thread from
public record ContainerConfig(GuestNetwork network, MemoryConfig memory, WallConfig walls) {

    static ContainerConfig of(Values values) {
        return new ContainerConfig(
                values.get(Settings.NETWORK),
                new MemoryConfig(
                        values.get(Settings.MEMORY_DEFAULT), values.get(Settings.MEMORY_MAX)),
                new WallConfig(
                        values.get(Settings.WALLS_NO_NEW_PRIVILEGES),
                        values.get(Settings.WALLS_CAPABILITIES),
                        values.get(Settings.WALLS_LANDLOCK),
                        values.get(Settings.WALLS_SECCOMP)));
    }
}
